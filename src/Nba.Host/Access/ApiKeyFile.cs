using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Settings;

namespace Nba.Host.Access;

/// <summary>The file of machines' keys: <c>{"keys": {"core-banking": {"roles": ["source"], "sha256": "…", "until": "2027-01-31"}}}</c>.</summary>
public static class ApiKeyFile
{
    private static readonly JsonWriterOptions Written = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The keys, with every fault at its line and column; a file that is not there holds none.</summary>
    public static (IReadOnlyList<ApiKey> Keys, IReadOnlyList<RuleProblem> Problems) Read(string file)
    {
        if (!File.Exists(file)) return ([], []);
        var problems = new ProblemList();
        var keys = new List<ApiKey>();
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(new SourceMark(file, 1, 1), ProblemCode.MissingFile, $"the file cannot be read: {failure.Message}");
            return ([], problems.Sorted());
        }
        if (SourceParser.Parse(new SourceFile(file, text), problems) is { } node && SourceObject.Open(node, problems) is { } root)
        {
            foreach (var member in root.Map("keys"))
            {
                if (Key(member, problems) is not { } key) continue;
                if (keys.Find(k => k.Hash == key.Hash) is { } other) problems.Add(member.NameMark, ProblemCode.DuplicateName, $"'{other.Name}' has the same key: give '{key.Name}' one of its own with 'nba access key'");
                else keys.Add(key);
            }
            root.Done();
        }
        return (keys, problems.Sorted());
    }

    /// <summary>Keeps the file to whoever changes it until that is disposed of, so that no change undoes another.</summary>
    /// <exception cref="CannotStartException">Somebody else changes it.</exception>
    public static IDisposable Take(string file)
    {
        try
        {
            return new FileStream(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"the file of keys '{file}' cannot be changed now: {failure.Message}", failure);
        }
    }

    /// <summary>Writes all keys, whole or not at all, for the file's owner alone to read.</summary>
    public static void Write(string file, IEnumerable<ApiKey> keys)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var half = file + ".half";
        using (var stream = new FileStream(half, options))
        {
            using (var json = new Utf8JsonWriter(stream, Written))
            {
                json.WriteStartObject();
                json.WriteStartObject("keys");
                foreach (var key in keys.OrderBy(k => k.Name, StringComparer.Ordinal)) Write(json, key);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            stream.Write("\n"u8);
            stream.Flush(flushToDisk: true);
        }
        File.Move(half, file, overwrite: true);
    }

    private static void Write(Utf8JsonWriter json, ApiKey key)
    {
        json.WriteStartObject(key.Name);
        json.WriteStartArray("roles");
        foreach (var word in RoleWords.Words(key.Roles)) json.WriteStringValue(word);
        json.WriteEndArray();
        json.WriteString("sha256", key.Hash);
        if (key.Until is { } until) json.WriteString("until", until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static ApiKey? Key(SourceMember member, ProblemList problems)
    {
        if (SourceObject.Open(member.Value, problems) is not { } source) return null;
        var faults = problems.Count;
        source.Required("roles");
        var roles = Roles.None;
        foreach (var word in source.Lines("roles"))
        {
            var role = RoleWords.Of(word.Text) & RoleWords.OfMachines;
            if (role == Roles.None) problems.AddUnknown(word.Mark, ProblemCode.UnknownWord, word.Text, $"role of machines", RoleWords.Words(RoleWords.OfMachines));
            roles |= role;
        }
        var hash = source.RequiredText("sha256");
        if (problems.Count == faults && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))) problems.Add(source.MarkOf("sha256"), ProblemCode.WrongKind, $"the hash of a key is 64 small hexadecimal digits; 'nba access key' makes keys");
        DateOnly? until = null;
        if (source.Text("until") is { } text)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) until = day;
            else problems.Add(source.MarkOf("until"), ProblemCode.WrongKind, $"a day is written 2027-01-31, not '{text}'");
        }
        source.Done();
        return problems.Count == faults ? new ApiKey(member.Name, roles, hash, until) : null;
    }
}
