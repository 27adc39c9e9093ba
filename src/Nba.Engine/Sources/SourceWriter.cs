using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nba.Engine.Sources;

/// <summary>Writes what was parsed as JSON again: members in the order written, numbers as written, no comment and no blank.</summary>
internal static class SourceWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a value, without members of that name wherever they stand.</summary>
    public static string Text(SourceNode node, string without = "")
    {
        var text = new StringBuilder();
        Write(node, without, text);
        return text.ToString();
    }

    /// <summary>A string as JSON writes it.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Plain);

    private static void Write(SourceNode node, string without, StringBuilder into)
    {
        switch (node.Kind)
        {
            case SourceKind.Object:
                var members = node.Members.Where(m => m.Name != without).ToList();
                for (var i = 0; i < members.Count; i++)
                {
                    into.Append(i == 0 ? '{' : ',').Append(Quote(members[i].Name)).Append(':');
                    Write(members[i].Value, without, into);
                }
                into.Append(members.Count == 0 ? "{}" : "}");
                break;
            case SourceKind.Array:
                for (var i = 0; i < node.Items.Count; i++)
                {
                    into.Append(i == 0 ? '[' : ',');
                    Write(node.Items[i], without, into);
                }
                into.Append(node.Items.Count == 0 ? "[]" : "]");
                break;
            case SourceKind.Text: into.Append(Quote(node.Text)); break;
            case SourceKind.Number: into.Append(node.Text); break;
            case SourceKind.Boolean: into.Append(node.Truth ? "true" : "false"); break;
            default: into.Append("null"); break;
        }
    }
}
