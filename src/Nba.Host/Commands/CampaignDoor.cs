using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Campaigns;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Commands;

/// <summary>Where a command reaches a bank's campaigns: its running host, or the store of a stopped one, where a change takes force at once.</summary>
internal static class CampaignDoor
{
    // A trial decides for every customer.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>What is asked and changes nothing, as the pages give it.</summary>
    public static Task<Answered> Ask<T>(HostSettings settings, string address, Func<CampaignQueries, T?> read, JsonTypeInfo<T> type) where T : class =>
        Asking.ForRows(settings, address, store => new Answered(Asking.Json(read(Over(store)), type)), Asking.Patience);

    /// <summary>Sends a request to the running host, or has it done here; answers JSON, or why not.</summary>
    public static async Task<(byte[]? Answer, Sentence? Fault)> Send(HostSettings settings, CampaignRequest request, bool isTrial)
    {
        if (Asking.Host(settings) is { } host && await Posted(settings, host, request, isTrial).ConfigureAwait(false) is { } answered) return answered;
        return isTrial ? Try(Asking.InStore(settings), request) : Change(Asking.InStore(settings), request);
    }

    private static (byte[]?, Sentence?) Try(HostSettings settings, CampaignRequest request)
    {
        using var store = Store.OpenReadOnly(settings.Store.Directory);
        using var progress = new Progress($"customers decided", CampaignDryRun.Customers(store));
        var answer = Over(store).DryRun(request, Environment.ProcessorCount, done => progress.At(done), CancellationToken.None, out var fault);
        return (Asking.Json(answer, ApiJson.Web.CampaignDryRunAnswer), fault);
    }

    private static (byte[]?, Sentence?) Change(HostSettings settings, CampaignRequest request)
    {
        using var store = Store.Open(settings.Store);
        var control = Control(store);
        // One that was killed between a change and its effect.
        if (control.Current.Version != StoppedStore.Head(store).Book) StoppedStore.PutInForce(store, control.Current, settings.Stage);
        var answer = Over(store, control).Change(request, out var fault);
        if (answer is null) return (null, fault);
        StoppedStore.PutInForce(store, control.Current, settings.Stage);
        return (Asking.Json(answer, ApiJson.Web.CampaignChangedAnswer), null);
    }

    private static CampaignQueries Over(Store store) => Over(store, Control(store));

    private static CampaignQueries Over(Store store, StoredControl control) => new(new Queries(store, TimeProvider.System), store, control, TimeProvider.System);

    private static StoredControl Control(Store store)
    {
        var book = new Queries(store, TimeProvider.System).Book() ?? throw new CannotStartException($"this store has no commit yet");
        var (control, problems) = StoredControl.Open(store, book);
        return control ?? throw new CannotStartException($"what is set for campaigns does not go with the rules in force: {problems[0].Told}");
    }

    // Null when no host runs there.
    private static async Task<(byte[]?, Sentence?)?> Posted(HostSettings settings, Uri host, CampaignRequest request, bool isTrial)
    {
        using var client = HostClient.For(settings, Patience);
        try
        {
            using var content = JsonContent.Create(request, ApiJson.Web.CampaignRequest);
            using var response = await client.PostAsync(new Uri(host, isTrial ? "campaigns/dry-run" : "campaigns/changes"), content).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            return response.IsSuccessStatusCode && !Asking.IsPage(response) ? (bytes, null) : (null, Asking.Detail(response, bytes) ?? Asking.NoHost(settings, host, (int)response.StatusCode));
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError)
        {
            // The file was left by a host that was killed: its store is free.
            return null;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            // A change may have been made.
            return (null, Sentence.Of($"{host} was asked, and its answer did not come ({failure.Message}): {(isTrial ? Sentence.Of($"ask again") : Sentence.Of($"look at the history before you ask again"))}"));
        }
    }
}
