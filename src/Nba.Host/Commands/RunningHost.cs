using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Nba.Engine.Sources;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>Asks the host that runs with a data directory what only a running one can do.</summary>
internal static class RunningHost
{
    /// <summary>What a page answers.</summary>
    /// <exception cref="CannotStartException">No host runs there, or it refuses; the message says what to do.</exception>
    public static Task<byte[]> Get(HostSettings settings, string address) => Answered(settings, (c, host) => c.GetAsync(new Uri(host, address)));

    /// <summary>Sends a request, and reads what becomes of it.</summary>
    /// <exception cref="CannotStartException">As of <see cref="Get"/>.</exception>
    public static async Task<TAnswer> Post<T, TAnswer>(HostSettings settings, string address, T request, JsonTypeInfo<T> type, JsonTypeInfo<TAnswer> answer)
    {
        using var content = JsonContent.Create(request, type);
        return System.Text.Json.JsonSerializer.Deserialize(await Answered(settings, (c, host) => c.PostAsync(new Uri(host, address), content)).ConfigureAwait(false), answer)!;
    }

    private static async Task<byte[]> Answered(HostSettings settings, Func<HttpClient, Uri, Task<HttpResponseMessage>> send)
    {
        var host = Asking.Host(settings) ?? throw new CannotStartException($"no host runs with '{settings.Host.Data}', and this is the running host's: start it with 'nba run'");
        using var client = HostClient.For(settings, Asking.Patience);
        try
        {
            using var response = await send(client, host).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return bytes;
            var said = Asking.Detail(response, bytes);
            throw new CannotStartException(said is null ? Asking.NoHost(settings, host, (int)response.StatusCode)
                : response.StatusCode == System.Net.HttpStatusCode.NotFound && said.ToString().Contains("/deliveries", StringComparison.Ordinal) ? Sentence.Of($"the host delivers nothing: name the folder of the subscriptions with Nba:Delivery:Folder") : said);
        }
        catch (HttpRequestException)
        {
            throw new CannotStartException($"no host answers at {host}, and this is the running host's: start it with 'nba run'");
        }
        catch (TaskCanceledException)
        {
            throw new CannotStartException($"{host} did not answer within {Asking.Patience.TotalSeconds:0} s: look what became of it before you ask again");
        }
    }
}
