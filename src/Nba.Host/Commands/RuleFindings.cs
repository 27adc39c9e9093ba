using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Engine.Sources;

namespace Nba.Host.Commands;

/// <summary>Faults and findings of rule files as editors and tools read them.</summary>
internal static class RuleFindings
{
    /// <summary>How all of these commands write JSON.</summary>
    public static readonly JsonWriterOptions Json = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A file as editors open it: from where the command was run.</summary>
    public static string Place(string file, string folder) => Path.Combine(folder, file).Replace('\\', '/');

    /// <summary>A fault with its file in that form; the folder itself stays as it is.</summary>
    public static RuleProblem Placed(RuleProblem problem, string folder) => problem.File == folder ? problem : problem with { File = Place(problem.File, folder) };

    /// <summary>All of them as a JSON array, for tools.</summary>
    public static byte[] AsJson(IEnumerable<RuleProblem> problems, IEnumerable<RuleFinding> findings, string folder)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Json))
        {
            writer.WriteStartArray();
            foreach (var problem in problems.Select(p => Placed(p, folder))) Write(writer, "fault", new RuleFinding(problem.File, problem.Line, problem.Column, problem.Code, problem.Words, Sentence.None));
            foreach (var finding in findings) Write(writer, "finding", finding with { File = Place(finding.File, folder) });
            writer.WriteEndArray();
        }
        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, string kind, RuleFinding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", kind);
        writer.WriteString("code", $"NBA{(int)finding.Code}");
        writer.WriteString("file", finding.File);
        writer.WriteNumber("line", finding.Line);
        writer.WriteNumber("column", finding.Column);
        writer.WriteString("message", finding.Words.In(Speech.Phrases));
        if (!finding.Advice.IsEmpty) writer.WriteString("remedy", finding.Advice.In(Speech.Phrases));
        writer.WriteEndObject();
    }
}
