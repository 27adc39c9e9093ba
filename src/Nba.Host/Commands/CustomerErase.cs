using System.Text.Json;
using Nba.Engine.Sources;
using Nba.Host.Access.Audit;
using Nba.Host.Api;
using Nba.Host.Delivery;
using Nba.Host.Privacy;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.Transport.Embedded;

namespace Nba.Host.Commands;

/// <summary>Erases at the host that runs on a data directory, else in its store.</summary>
internal static class CustomerErase
{
    /// <summary>Erases; answers who was, or why nobody was.</summary>
    public static async Task<(EraseAnswer? Answer, Sentence? Why)> Run(HostSettings settings, string customer, string reason, CancellationToken cancellation)
    {
        if (Asking.Host(settings) is { } host)
        {
            using var client = HostClient.For(settings, Asking.PatienceForThePast);
            try
            {
                using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new EraseRequest(reason), ApiJson.Web.EraseRequest));
                content.Headers.ContentType = new("application/json");
                using var response = await client.PostAsync(new Uri(host, $"customers/{Uri.EscapeDataString(customer)}/erase"), content, cancellation).ConfigureAwait(false);
                var body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
                if (response.IsSuccessStatusCode) return (JsonSerializer.Deserialize(body, ApiJson.Web.EraseAnswer), null);
                return (null, response.Content.Headers.ContentType?.MediaType == Problems.MediaType && JsonSerializer.Deserialize(body, ApiJson.Web.ProblemAnswer) is { } problem ? Sentence.Quoted(problem.Detail) : Asking.NoHost(settings, host, (int)response.StatusCode));
            }
            catch (HttpRequestException)
            {
                // The file was left by a host that was killed: its store is free.
            }
        }
        return await InStore(Asking.InStore(settings), customer, reason).ConfigureAwait(false);
    }

    private static async Task<(EraseAnswer? Answer, Sentence? Why)> InStore(HostSettings settings, string customer, string reason)
    {
        if (!StoreOwnership.IsStore(settings.Store.Directory)) throw new CannotStartException($"there is no store at '{settings.Store.Directory}'; name the data directory a host was run with");
        using var store = Store.Open(settings.Store);
        using var deliveries = DeliveryStore.Open(settings);
        Erasing.FinishAll(store, deliveries);
        var head = StoppedStore.Head(store);
        var book = BookShelf.Read(store, 0, head.Book) ?? throw Said.Unusable($"the store does not hold its rule book {head.Book}");
        using var transport = new EmbeddedTransport(store, TimeProvider.System);
        using var stage = new DecisionStage(transport, book, settings.Stage, clock: null) { IsSimulated = head.Simulated, Past = new PastLog(store, 0) };
        var queries = new Queries(store, TimeProvider.System);
        using var erasing = new Erasing(store, queries, deliveries, stage);
        LocalAudit.Enter(settings, AuditAct.Change, "nba customer erase", Past.Family(queries, customer));
        stage.Turn();
        var erased = Task.Run(() => erasing.Run(customer, reason));
        while (!erased.IsCompleted) stage.Turn();
        var (erasure, why) = await erased.ConfigureAwait(false);
        transport.Close();
        while (stage.Turn())
        {
        }
        stage.Settle();
        return (erasure is null ? null : new EraseAnswer(erasure.Customers, erasure.At, erasure.Untold ?? []), why);
    }
}
