using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary>Hands dead letters in again at a running host, one after the other, so that what is said of each is its own. Used by one thread.</summary>
internal sealed class DeadLetterRedrive : IDisposable
{
    // A host answers when an event is durable and decided.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HostSettings _settings;
    private readonly HttpClient _client;

    private DeadLetterRedrive(HostSettings settings, Uri host)
    {
        (_settings, _client) = (settings, HostClient.For(settings, Patience));
        _client.BaseAddress = host;
    }

    /// <summary>The host that runs on the data directory.</summary>
    /// <exception cref="CannotStartException">None runs there.</exception>
    public static DeadLetterRedrive Connect(HostSettings settings) => new(settings, Asking.Host(settings) ?? throw new CannotStartException(NoHost(settings)));

    /// <summary>A letter and the bytes of its event; null when there is none at that position.</summary>
    public static async Task<(DeadLetter Letter, byte[] Bytes)?> Find(HostSettings settings, long position)
    {
        if (position < 0) return null;
        var page = string.Create(CultureInfo.InvariantCulture, $"dead-letters?after={position - 1}&limit=1");
        var found = await Asking.For(settings, page, q => Asking.Json(q.DeadLetters(position - 1, 1), ApiJson.Web.DeadLettersAnswer)).ConfigureAwait(false);
        if (found is null || JsonSerializer.Deserialize(found, ApiJson.Web.DeadLettersAnswer) is not { DeadLetters: [var letter] } || letter.Position != position) return null;
        var bytes = await Asking.For(settings, string.Create(CultureInfo.InvariantCulture, $"dead-letters/{position}"), q => q.Event(position)).ConfigureAwait(false);
        return bytes is null ? null : (letter, bytes);
    }

    /// <summary>What is said where there is no letter.</summary>
    public static Sentence NoSuch(long position) => $"there is no dead letter at position {position}";

    /// <summary>Hands them in and says of each what became of it; answers the exit code.</summary>
    /// <exception cref="CannotStartException">The host stopped answering; which letters were not handed in was said.</exception>
    public async Task<int> Run(IReadOnlyList<long> positions, TextWriter output, CancellationToken cancellation)
    {
        var (taken, refused, missing) = (0, 0, 0);
        for (var i = 0; i < positions.Count; i++)
        {
            var (verdict, words) = await One(positions[i], cancellation).ConfigureAwait(false);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{positions[i],10}  {words.In(Speech.Phrases)}")).ConfigureAwait(false);
            switch (verdict)
            {
                case Verdict.Taken: taken++; break;
                case Verdict.Refused: refused++; break;
                case Verdict.Missing: missing++; break;
                default:
                    foreach (var left in positions.Skip(i + 1)) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{left,10}  {Sentence.Of($"not handed in").In(Speech.Phrases)}")).ConfigureAwait(false);
                    throw new CannotStartException($"{taken} taken, {refused} refused again, {positions.Count - i} not handed in or not answered for: all of them are letters still, so redrive them once the host answers");
            }
        }
        await output.WriteLineAsync(Sentence.Of($"{taken} taken, {refused} refused again{(missing == 0 ? Sentence.None : Sentence.Of($", {missing} not found"))}").In(Speech.Phrases)).ConfigureAwait(false);
        return refused + missing == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
    }

    public void Dispose() => _client.Dispose();

    private async Task<(Verdict Verdict, Sentence Words)> One(long position, CancellationToken cancellation)
    {
        try
        {
            if (await Find(_settings, position).ConfigureAwait(false) is not { } found) return (Verdict.Missing, NoSuch(position));
            using var content = new ByteArrayContent(found.Bytes);
            content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvents.Structured);
            using var response = await _client.PostAsync(new Uri("events", UriKind.Relative), content, cancellation).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return (Verdict.Taken, Sentence.Of($"taken"));
            var problem = await Problem(response, cancellation).ConfigureAwait(false);
            // What the host says of itself is no answer about the event.
            return (int)response.StatusCode is 400 or 413 or 422
                ? (Verdict.Refused, Sentence.Of($"refused again: {problem}"))
                : (Verdict.Unknown, Sentence.Of($"not taken: the host answered {(int)response.StatusCode}, {problem}"));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or CannotStartException or StoreUnavailableException)
        {
            return (Verdict.Unknown, Sentence.Of($"no answer: {failure.Message}"));
        }
    }

    private static async Task<string> Problem(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        if (response.Content.Headers.ContentType?.MediaType != Problems.MediaType || JsonSerializer.Deserialize(body, ApiJson.Web.ProblemAnswer) is not { } problem) return EventText.Escaped(body);
        return $"{problem.Reason}  {EventText.Escaped(problem.Detail)}";
    }

    private static Sentence NoHost(HostSettings settings) =>
        $"no host runs on '{settings.Host.Data}', and letters are handed in at a running one: start it with 'nba run', or name its directory with --data";

    private enum Verdict
    {
        Taken,
        Refused,
        Missing,
        Unknown,
    }
}
