using System.CommandLine;
using System.Globalization;
using Nba.Engine.Sources;
using Nba.Host.Access;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba access</c>: keys of machines, in the file that the host reads; people come with tokens of the bank's identity provider.</summary>
internal static class AccessCommand
{
    public static Command Build() => new("access", "Give machines keys to the host, and take them back") { Key(), Keys(), Revoke() };

    private static Command Key()
    {
        var (name, file) = (Name(), File());
        var roles = new Option<string[]>("--role") { HelpName = "role", Description = "What it may do: source (hand events in), integration (bring queues to managers' tools, and answers back), analyst, operator; repeatable", Required = true };
        var until = new Option<string?>("--until") { HelpName = "day", Description = "Last day (UTC) on which it is good, as 2027-01-31; for ever unless told" };
        var command = new Command("key", "Give a machine a key, in place of the one it had; it is printed once, and only its hash is kept") { name, roles, until, file };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            using var one = ApiKeyFile.Take(PathOf(parsed.GetValue(file)));
            var (path, keys) = Known(parsed.GetValue(file));
            var given = parsed.GetValue(name)!;
            if (given.Length > 64 || !given.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) throw new CannotStartException($"a machine is called by 1 to 64 small letters, digits or -, not '{given}'");
            var key = ApiKey.New(ApiKey.Prefix);
            ApiKeyFile.Write(path, [.. keys.Where(k => k.Name != given), new ApiKey(given, RolesOf(parsed.GetValue(roles)!), ApiKey.HashOf(key), Day(parsed.GetValue(until)))]);
            System.Console.Out.WriteLine(key);
            Speech.Aside($"For '{given}' alone; it is not shown again, and one given before is good no longer. Sent as: Authorization: Bearer {ApiKey.Prefix}…");
            return await Task.FromResult(CommandLine.Ok).ConfigureAwait(false);
        }));
        return command.WithExamples("nba access key core-banking --role source --keys artifacts/keys.json", "nba access key crm --role integration --until 2027-12-31 --keys artifacts/keys.json");
    }

    private static Command Keys()
    {
        var file = File();
        var command = new Command("keys", "List which machines have a key, for what and until when; the keys themselves are not kept") { file };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var (path, keys) = Known(parsed.GetValue(file));
            foreach (var key in keys.OrderBy(k => k.Name, StringComparer.Ordinal)) System.Console.Out.WriteLine($"{key.Name}  {string.Join(", ", RoleWords.Words(key.Roles))}  {key.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–"}");
            if (keys.Count == 0) Speech.Aside($"'{path}' holds no keys: 'nba access key NAME --role source' makes one");
            return await Task.FromResult(CommandLine.Ok).ConfigureAwait(false);
        }));
        return command.WithExamples("nba access keys --keys artifacts/keys.json");
    }

    private static Command Revoke()
    {
        var (name, file) = (Name(), File());
        var command = new Command("revoke", "Take a machine's key back: it is good no longer, also at a running host") { name, file };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            using var one = ApiKeyFile.Take(PathOf(parsed.GetValue(file)));
            var (path, keys) = Known(parsed.GetValue(file));
            var gone = parsed.GetValue(name)!;
            if (keys.All(k => k.Name != gone)) throw new CannotStartException($"'{path}' holds no key of '{gone}'{NearMiss.Hint(gone, keys.Select(k => k.Name))}");
            ApiKeyFile.Write(path, keys.Where(k => k.Name != gone));
            Speech.Line($"The key of '{gone}' is good no longer.");
            return await Task.FromResult(CommandLine.Ok).ConfigureAwait(false);
        }));
        return command.WithExamples("nba access revoke core-banking --keys artifacts/keys.json");
    }

    private static Argument<string> Name() => new("name") { Description = "What the machine is called: small letters, digits and -" };

    private static Option<string?> File() => new("--keys") { HelpName = "file", Description = "The file of keys; that of Nba:Access:KeysFile unless told" };

    private static (string Path, IReadOnlyList<ApiKey> Keys) Known(string? given)
    {
        var path = PathOf(given);
        var (keys, problems) = ApiKeyFile.Read(path);
        return problems.Count == 0 ? (path, keys) : throw new CannotStartException($"the file of keys has faults, and is left as it is:\n  {Sentence.Join($"\n  ", problems.Select(p => p.Told))}");
    }

    private static string PathOf(string? given)
    {
        var path = given ?? HostCommand.Settings().Access.KeysFile?.Trim();
        if (string.IsNullOrEmpty(path)) throw new CannotStartException($"no file of keys is set: name it with --keys, and to the host with Nba:Access:KeysFile");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new CannotStartException($"there is no folder '{folder}' for the file of keys");
        return path;
    }

    private static Roles RolesOf(IEnumerable<string> words)
    {
        var roles = Roles.None;
        foreach (var word in words)
        {
            var role = RoleWords.Of(word) & RoleWords.OfMachines;
            roles |= role != Roles.None ? role : throw new CannotStartException($"'{word}' is no role of machines: {string.Join(", ", RoleWords.Words(RoleWords.OfMachines))}{NearMiss.Hint(word, RoleWords.Words(RoleWords.OfMachines))}");
        }
        return roles;
    }

    private static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new CannotStartException($"a day is written 2027-01-31, not '{text}'");
}
