using System.Buffers;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Events;
using Nba.Engine.Vocabulary;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Api;

/// <summary><c>POST /events</c>: takes events in any of the three forms and answers when all of them are durable.</summary>
internal sealed class EventsEndpoint(Intake intake)
{
    public async Task Post(HttpContext context)
    {
        var mode = CloudEvents.Mode(context.Request);
        if (mode == EventMode.None)
        {
            context.Response.Headers.Accept = $"{CloudEvents.Structured}, {CloudEvents.Batch}";
            await context.Problem(415, RequestReasons.WrongMediaType, $"send {CloudEvents.Structured}, {CloudEvents.Batch}, or ce-… headers with a JSON body, in UTF-8").ConfigureAwait(false);
            return;
        }
        var body = await Body(context, mode == EventMode.Batch ? int.MaxValue : ActivityReader.MaxBytes).ConfigureAwait(false);
        var chunk = new IntakeChunk(body?.Length ?? 0) { Trace = RequestTrace.Of(context) };
        var refusal = body is null ? new EventRefusal(Reason.Oversize, $"an event has at most {ActivityReader.MaxBytes} bytes; larger things are sent by reference") : Fill(context.Request, mode, body, chunk);
        if (refusal is { } known)
        {
            await context.Problem(known).ConfigureAwait(false);
            return;
        }
        var outcome = chunk.Count == 0 ? new ChunkOutcome([]) : await intake.Take(chunk, context.RequestAborted).ConfigureAwait(false);
        await Answer(context, mode, chunk.Count, outcome).ConfigureAwait(false);
    }

    private static EventRefusal? Fill(HttpRequest request, EventMode mode, byte[] body, IntakeChunk chunk)
    {
        if (mode == EventMode.Batch) return CloudEvents.Split(body, chunk);
        var json = body;
        if (mode == EventMode.Binary && CloudEvents.FromBinary(request.Headers, request.ContentType, body, out json) is { } refusal) return refusal;
        if (json.Length == 0) return new(Reason.NotJson, $"the body is empty");
        chunk.Add(json);
        return null;
    }

    private static Task Answer(HttpContext context, EventMode mode, int count, ChunkOutcome outcome)
    {
        if (mode != EventMode.Batch && outcome.Refusals is [var only]) return context.Problem(only.Refusal);
        var refused = outcome.Refusals.Select(r => new RefusedEvent(r.Index, ReasonNames.Of(r.Refusal.Reason), r.Refusal.Detail)).ToList();
        return context.Json(new IntakeAnswer(count - refused.Count, refused), ApiJson.Web.IntakeAnswer);
    }

    // Null when it is longer than allowed; the server's own limit stands behind it.
    private static async Task<byte[]?> Body(HttpContext context, int atMost)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.Buffer.Length > atMost)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
