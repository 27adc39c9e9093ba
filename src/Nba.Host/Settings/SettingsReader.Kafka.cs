using Microsoft.Extensions.Configuration;
using Nba.Engine.Sources;

namespace Nba.Host.Settings;

public sealed partial class SettingsReader
{
    private const string Hidden = "***";
    private const int LargestFile = 1024 * 1024;

    private KafkaOptions Kafka(IConfigurationSection section)
    {
        var options = Fill(new KafkaOptions(), section, nameof(KafkaOptions.Client), nameof(KafkaOptions.ClientFiles));
        options.Runs = Roles(options.Roles, $"{section.Path}:{nameof(KafkaOptions.Roles)}");
        if (options.SessionSeconds <= options.TransactionSeconds && !_faults.Any(f => f.Key == $"{section.Path}:{nameof(KafkaOptions.TransactionSeconds)}"))
        {
            _faults.Add(new SettingFault($"{section.Path}:{nameof(KafkaOptions.SessionSeconds)}", $"{options.SessionSeconds}",
                $"must be more than TransactionSeconds ({options.TransactionSeconds}), or a transaction outlives its worker's hold on the partitions"));
        }
        if (!options.IsOn && !string.IsNullOrWhiteSpace(options.Intake))
            _faults.Add(new SettingFault($"{section.Path}:{nameof(KafkaOptions.Intake)}", options.Intake, $"must not be given without a cluster: name its brokers in Bootstrap"));
        if (options.Runs == KafkaRoles.Intake && string.IsNullOrWhiteSpace(options.Intake))
            _faults.Add(new SettingFault($"{section.Path}:{nameof(KafkaOptions.Intake)}", options.Intake, $"must name the folder of the mappings of foreign topics: this worker has no other role"));
        if (options.ActivityRetentionHours == 0)
            _faults.Add(new SettingFault($"{section.Path}:{nameof(KafkaOptions.ActivityRetentionHours)}", "0", $"must be -1, for ever, or a number of hours"));
        foreach (var child in Names(section.GetSection(nameof(KafkaOptions.Client)), secret: true)) options.Client[child.Name] = child.Value;
        foreach (var child in Names(section.GetSection(nameof(KafkaOptions.ClientFiles)), secret: false)) ReadFile(options, child.Name, child.Key, child.Value);
        return options;
    }

    private KafkaRoles Roles(string text, string key)
    {
        var runs = KafkaRoles.None;
        string[] known = [.. Enum.GetNames<KafkaRoles>().Where(n => n != nameof(KafkaRoles.None)).Select(n => n.ToLowerInvariant())];
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (known.Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                runs |= Enum.Parse<KafkaRoles>(word, ignoreCase: true);
                continue;
            }
            Sentence must = $"must be one or more of {string.Join(", ", known)}, with commas between; '{word}' is none of them";
            _faults.Add(new SettingFault(key, text, $"{must}{NearMiss.Hint(word, known)}"));
        }
        return runs;
    }

    // Settings of the library that may be given; no fault shows the value of one.
    private IEnumerable<(string Name, string Key, string Value)> Names(IConfigurationSection section, bool secret)
    {
        foreach (var child in section.GetChildren())
        {
            var name = child.Key.ToLowerInvariant();
            if (child.Value is not { } value)
                _faults.Add(new SettingFault(child.Path, null, $"must be a text, under one name with points, as \"sasl.mechanism\""));
            else if (KafkaClientNames.Fixed.TryGetValue(name, out var why))
                _faults.Add(new SettingFault(child.Path, secret ? Hidden : Shown(value), $"{why}, so take it out"));
            else
                yield return (name, child.Path, value);
        }
    }

    private void ReadFile(KafkaOptions options, string name, string key, string path)
    {
        options.ClientFiles[name] = path;
        if (options.Client.ContainsKey(name))
        {
            _faults.Add(new SettingFault(key, Shown(path), $"is given under Client too, so take one of them out"));
            return;
        }
        try
        {
            var text = new FileInfo(path).Length <= LargestFile ? File.ReadAllText(path) : "";
            text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
            if (text.Length > 0) options.Client[name] = text;
            else _faults.Add(new SettingFault(key, Shown(path), $"must name a file with the value in it, of 1 MiB at most"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var why = fault is UnauthorizedAccessException ? "this user may not" : "there is none";
            _faults.Add(new SettingFault(key, Shown(path), $"must name a file that can be read; {why}"));
        }
    }

    // What is no path may be the secret itself, put into the wrong place.
    private static string Shown(string path) => path.AsSpan().ContainsAny('/', '\\') ? path : Hidden;
}
