using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nba.Host.Settings;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>A copy of the store as of its last commit. Whoever asked for it removes the directory.</summary>
/// <param name="Directory">Full path of the copy, on the machine of the host.</param>
public sealed record CheckpointAnswer(string Directory);

/// <summary>
/// Copies of the store for commands of the same machine that read all of it while the host goes on: <c>POST /checkpoints</c>. Table files are hard links, so a copy takes little time and
/// room. What nobody removed is gone with the next start.
/// </summary>
internal sealed class CheckpointsEndpoint
{
    /// <summary>Copies that may be there at a time: each keeps files on the disk that the store has done with.</summary>
    public const int Most = 4;

    private readonly Store _store;
    private readonly HostSettings _settings;
    private readonly string _place;
    private readonly Lock _lock = new();

    public CheckpointsEndpoint(Store store, HostSettings settings)
    {
        (_store, _settings, _place) = (store, settings, Path.GetFullPath(Path.Combine(settings.Host.Data, "checkpoints")));
        if (Directory.Exists(_place)) Directory.Delete(_place, recursive: true);
    }

    public Task Post(HttpContext context)
    {
        // A page of another site can send no JSON here without being asked first.
        if (!context.Request.HasJsonContentType()) return context.Problem(415, RequestReasons.WrongMediaType, $"send application/json, as {{}}");
        if (_settings.Kafka.IsOn) return context.Problem(404, RequestReasons.NotFound, $"a worker on a cluster has no whole store: 'nba archive --bootstrap' copies a bank from its topics");
        return Copy() is { } copy
            ? context.Json(new CheckpointAnswer(copy), ApiJson.Web.CheckpointAnswer)
            : context.Problem(409, RequestReasons.BadRequest, $"there are {Most} checkpoints in '{_place}' already: wait until the commands that read them end, or remove them");
    }

    private string? Copy()
    {
        lock (_lock)
        {
            Directory.CreateDirectory(_place);
            var taken = Directory.GetDirectories(_place);
            if (taken.Length >= Most) return null;
            var number = 1;
            string Named() => Path.Combine(_place, number.ToString(CultureInfo.InvariantCulture));
            while (taken.Contains(Named())) number++;
            _store.Checkpoint(Named());
            return Named();
        }
    }
}
