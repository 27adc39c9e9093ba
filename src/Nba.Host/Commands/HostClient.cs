using System.Net.Http.Headers;
using Nba.Host.Access;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>
/// A client for the running host of a data directory: it asks in this command's language, in the name of whose token stands in <c>NBA_TOKEN</c>, else as this
/// machine's own commands, which whoever may read the store may be.
/// </summary>
internal static class HostClient
{
    /// <summary>The variable that holds a person's token or a machine's key.</summary>
    public const string Token = "NBA_TOKEN";

    /// <summary>A client that is given so long for an answer.</summary>
    public static HttpClient For(HostSettings settings, TimeSpan patience)
    {
        var client = Speech.On(new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = patience });
        if ((Environment.GetEnvironmentVariable(Token) is { Length: > 0 } token ? token.Trim() : LocalKey.Read(settings.Host.Data)) is { } key) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
