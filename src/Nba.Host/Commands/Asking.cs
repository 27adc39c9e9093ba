using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary>Asks the host that runs on a data directory, or reads its store when none runs: the same answer either way.</summary>
internal static class Asking
{
    /// <summary>How long a host is given to answer, unless more is said.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The same for an earlier moment, for which it goes through its log.</summary>
    public static readonly TimeSpan PatienceForThePast = TimeSpan.FromMinutes(10);

    private const long WorthShowing = 2_000_000;

    /// <summary>An answer as bytes; null when there is none.</summary>
    /// <param name="settings">Where the data lies.</param>
    /// <param name="address">Path and query of the page that answers.</param>
    /// <param name="read">The same answer from committed rows.</param>
    public static async Task<byte[]?> For(HostSettings settings, string address, Func<Queries, byte[]?> read) =>
        (await ForRows(settings, address, store => new Answered(read(new Queries(store, TimeProvider.System))), Patience).ConfigureAwait(false)).Bytes;

    /// <summary>The same from the rows themselves, of a host that is given so long to answer; with why there is no answer, where that is said.</summary>
    public static async Task<Answered> ForRows(HostSettings settings, string address, Func<Store, Answered> read, TimeSpan patience)
    {
        if (await FromHost(settings, address, patience).ConfigureAwait(false) is { } answered) return answered;
        using var store = Store.OpenReadOnly(InStore(settings).Store.Directory);
        return read(store);
    }

    /// <summary>An address with what is asked for in its query; what is null is left out.</summary>
    public static string Address(string path, params (string Name, string? Value)[] query)
    {
        var given = query.Where(q => q.Value is not null).Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}").ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    /// <summary>Answers from a store's rows, or as they were at an earlier moment.</summary>
    public static Answered At(Store store, string customer, string? at, Func<Queries, Answered> answer) =>
        at is null ? answer(new Queries(store, TimeProvider.System)) : Past(store, customer, at, past => answer(past.Queries));

    /// <summary>Answers as of an earlier moment; a long way back shows how far it is.</summary>
    public static Answered Past(Store store, string customer, string at, Func<Past, Answered> answer)
    {
        if (!Moment.TryParse(at, out var moment)) return new Answered(null, $"a moment is {Moment.Form}, not '{at}'");
        Progress? progress = null;
        try
        {
            using var past = Api.Past.Open(store, new BookCache(store), TimeProvider.System, customer, moment, out var why, Show);
            return past is null ? new Answered(null, why) : answer(past);
        }
        finally
        {
            progress?.Dispose();
        }

        void Show(long done, long all)
        {
            if (all < WorthShowing) return;
            // Told by several threads.
            lock (store) (progress ??= new Progress($"log", all)).At(done);
        }
    }

    /// <summary>Settings that name the store where it lies: where a host keeps it, else in the data directory itself, as a simulated run does.</summary>
    public static HostSettings InStore(HostSettings settings) =>
        !StoreOwnership.IsStore(settings.Store.Directory) && StoreOwnership.IsStore(settings.Host.Data)
            ? settings with { Store = settings.Store.In(settings.Host.Data) }
            : settings;

    /// <summary>The same for a directory alone: itself when it is a store, else where a host that was run with it keeps one.</summary>
    public static string StoreOf(string data) =>
        Path.Combine(data, HostSettings.StoreFolder) is var below && !StoreOwnership.IsStore(data) && StoreOwnership.IsStore(below) ? below : data;

    /// <summary>The JSON of an answer; null for none.</summary>
    public static byte[]? Json<T>(T? answer, JsonTypeInfo<T> type) where T : class => answer is null ? null : JsonSerializer.SerializeToUtf8Bytes(answer, type);

    /// <summary>Prints JSON that is whole already.</summary>
    public static void Print(byte[] json)
    {
        using var output = System.Console.OpenStandardOutput();
        output.Write(json);
        output.Write("\n"u8);
    }

    /// <summary>Where the host of a data directory listens, or listened when it was killed; null when none runs there.</summary>
    public static Uri? Host(HostSettings settings)
    {
        var file = ListeningFile(settings);
        return File.Exists(file) && Uri.TryCreate(File.ReadAllText(file), UriKind.Absolute, out var host) && host.IsLoopback ? host : null;
    }

    /// <summary>That what answers at a host's address is none, in words.</summary>
    public static Sentence NoHost(HostSettings settings, Uri host, int status) => $"{host} answered {status}, and not as a host of this bank that has pages; if none runs there, delete '{ListeningFile(settings)}'";

    /// <summary>Where a host says where it listens.</summary>
    public static string ListeningFile(HostSettings settings) => Path.Combine(settings.Host.Data, BankHost.AddressFile);

    // Null when no host runs there.
    private static async Task<Answered?> FromHost(HostSettings settings, string address, TimeSpan patience)
    {
        if (Host(settings) is not { } host) return null;
        using var client = HostClient.For(settings, patience);
        try
        {
            using var response = await client.GetAsync(new Uri(host, address)).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return new Answered(null, Detail(response, bytes) ?? throw new CannotStartException(NoHost(settings, host, 404)));
            if (IsPage(response)) throw new CannotStartException(NoHost(settings, host, (int)response.StatusCode));
            return response.IsSuccessStatusCode ? new Answered(bytes) : throw new CannotStartException($"{host} answered {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(bytes)}");
        }
        catch (HttpRequestException)
        {
            // The file was left by a host that was killed: its store is free.
            return null;
        }
        catch (TaskCanceledException)
        {
            throw new CannotStartException($"{host} did not answer within {patience.TotalSeconds:0} s: ask again; if no host of this bank runs there, delete '{ListeningFile(settings)}'");
        }
    }

    /// <summary>Whether a page for people came, which no address that commands ask has.</summary>
    public static bool IsPage(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "text/html";

    /// <summary>What a host says of a failure; null where it says nothing.</summary>
    public static Sentence? Detail(HttpResponseMessage response, byte[] body)
    {
        if (response.Content.Headers.ContentType?.MediaType != Problems.MediaType) return null;
        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Web.ProblemAnswer)?.Detail is { } said ? Sentence.Quoted(said) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An answer as bytes, or why there is none.</summary>
internal readonly record struct Answered(byte[]? Bytes, Sentence? Absence = null);
