using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nba.Engine.Vocabulary;
using Nba.Host.Commands;
using Nba.Host.Settings;
using Nba.House;

namespace Nba.Host.Tests.House;

/// <summary>Whatever the program says to people in English, it says in Chinese too.</summary>
public sealed partial class PhrasesTests
{
    private static readonly Lazy<(IReadOnlyList<(string Template, string Place)> Templates, IReadOnlyList<string> Hidden)> Spoken = new(() => SpokenTemplates.Of("src/Nba.Engine", "src/Nba.Host"));

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Every_sentence_has_its_Chinese() =>
        Findings.None(All().Where(s => Letters().IsMatch(Value().Replace(s.Template, "")) && HostPhrases.Chinese.Find(s.Template) is null).GroupBy(s => s.Template, StringComparer.Ordinal).Select(g => $"{g.First().Place}: no Chinese for {JsonSerializer.Serialize(g.Key, Plain)}"));

    [Fact]
    public void No_English_words_hide_inside_of_values() => Findings.None(Spoken.Value.Hidden);

    [Fact]
    public void A_Chinese_sentence_is_of_one_that_is_said_and_names_its_values_only()
    {
        var said = All().Select(s => s.Template).ToHashSet(StringComparer.Ordinal);
        Findings.None(HostPhrases.Chinese.Phrases.SelectMany(p => Faults(p.Key, p.Value, said)));
    }

    [Fact]
    public void Help_in_Chinese_leaves_no_description_in_English()
    {
        var root = Program.Root();
        CommandHelp.Translate(root, HostPhrases.Chinese);
        Findings.None(Descriptions(root).Where(d => !IsChinese(d)));
    }

    private static bool IsChinese(string text) => text.Any(c => c is >= '一' and <= '鿿');

    private static IEnumerable<string> Faults(string english, string chinese, HashSet<string> said)
    {
        if (!said.Contains(english)) yield return $"nobody says \"{english}\"";
        // The name of the program, and of its settings and codes, are no words.
        if (!IsChinese(chinese) && Letters().IsMatch(Name().Replace(Value().Replace(english, ""), ""))) yield return $"\"{english}\" is not said in Chinese: \"{chinese}\"";
        foreach (var value in Value().Matches(chinese).Select(m => m.Value).Except(Value().Matches(english).Select(m => m.Value))) yield return $"\"{english}\" has no {value}";
        var fault = "";
        try
        {
            _ = string.Format(CultureInfo.InvariantCulture, chinese, [.. Enumerable.Repeat((object)"", 20)]);
        }
        catch (FormatException broken)
        {
            fault = broken.Message;
        }
        if (fault.Length > 0) yield return $"\"{chinese}\": {fault}";
    }

    private static IEnumerable<(string Template, string Place)> All() =>
    [
        .. Spoken.Value.Templates,
        .. Descriptions(Program.Root()).Select(d => (d, "help")),
        .. typeof(HostOptions).Assembly.GetTypes().SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public)).SelectMany(p => p.GetCustomAttributes<RegularExpressionAttribute>()).Select(a => (a.ErrorMessage ?? "", "settings")),
        .. BuiltIn.Purposes.Values.Concat(BuiltIn.Channels.Values).Select(w => (w, "queue")),
        .. new[] { "on", "off", "campaign off" }.Select(w => (w, "rule list")),
    ];

    private static IEnumerable<string> Descriptions(Command command)
    {
        IEnumerable<Symbol> symbols = [command, .. command.Arguments, .. command.Options];
        return symbols.Select(s => s.Description ?? "").Concat(command.Subcommands.SelectMany(Descriptions));
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Value();

    [GeneratedRegex("nba(:[a-z]+)*", RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    [GeneratedRegex("[A-Za-z]")]
    private static partial Regex Letters();
}
