using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba decision</c>: one decision record, every step with its reason.</summary>
internal static class DecisionCommand
{
    public static Command Build()
    {
        var id = new Argument<string>("id") { Description = "Id of the record: customer.number" };
        var (data, json) = (HostCommand.Data(), HostCommand.Json());
        var command = new Command("decision", "Show a decision record") { id, data, json };
        command.SetAction((parsed, _) => HostCommand.Guard(async () =>
        {
            var (settings, which) = (HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data))), parsed.GetValue(id)!);
            if (await Asking.For(settings, "decisions/" + Uri.EscapeDataString(which), q => q.Decision(which)).ConfigureAwait(false) is not { } record)
            {
                Speech.Aside($"nba: there is no decision record '{which}'");
                return CommandLine.FaultsFound;
            }
            Asking.Print(parsed.GetValue(json) ? record : Indented(record));
            return CommandLine.Ok;
        }));
        return command.WithExamples("nba decision lin-xia.1 --data artifacts/first-event");
    }

    private static byte[] Indented(byte[] record)
    {
        using var buffer = new MemoryStream();
        using (var document = JsonDocument.Parse(record))
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            document.WriteTo(writer);
        }
        return buffer.ToArray();
    }
}
