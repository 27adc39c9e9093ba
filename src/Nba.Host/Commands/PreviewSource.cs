using System.Text;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Commands;

/// <summary>The store that a preview reads: that of a stopped host, or a checkpoint of a running one, which is gone afterwards.</summary>
internal sealed class PreviewSource : IDisposable
{
    private readonly string? _checkpoint;

    private PreviewSource(Store store, string? checkpoint) => (Store, _checkpoint) = (store, checkpoint);

    /// <summary>The rows; nothing is ever written to them.</summary>
    public Store Store { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="CannotStartException">There is no store, or the host gives no checkpoint.</exception>
    public static async Task<PreviewSource> Open(HostSettings settings)
    {
        if (await Checkpoint(settings).ConfigureAwait(false) is { } copy) return new PreviewSource(Store.OpenReadOnly(copy), copy);
        var directory = Asking.InStore(settings).Store.Directory;
        if (!StoreOwnership.IsStore(directory)) throw new CannotStartException($"there is no store at '{settings.Host.Data}'; name the data directory of a host or a simulated run with --data");
        return new PreviewSource(Store.OpenReadOnly(directory), null);
    }

    // Null when no host runs there.
    private static async Task<string?> Checkpoint(HostSettings settings)
    {
        if (Asking.Host(settings) is not { } host) return null;
        using var client = HostClient.For(settings, Asking.Patience);
        try
        {
            using var body = new StringContent("{}", Encoding.UTF8, "application/json");
            using var response = await client.PostAsync(new Uri(host, "checkpoints"), body).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return JsonSerializer.Deserialize(answer, ApiJson.Web.CheckpointAnswer)!.Directory;
            throw new CannotStartException($"{host} gives no checkpoint: {(response.Content.Headers.ContentType?.MediaType == Problems.MediaType ? JsonSerializer.Deserialize(answer, ApiJson.Web.ProblemAnswer)!.Detail : Encoding.UTF8.GetString(answer))}");
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            // The file was left by a host that was killed: its store is free.
            return null;
        }
    }

    public void Dispose()
    {
        Store.Dispose();
        if (_checkpoint is not null) Directory.Delete(_checkpoint, recursive: true);
    }
}
