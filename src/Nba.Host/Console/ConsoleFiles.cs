using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Nba.Host.Api;

namespace Nba.Host.Console;

/// <summary>The console's style, script and sign, as they stand in the executable: a name says what is in it, so a browser may keep it for ever. Thread-safe.</summary>
internal static class ConsoleFiles
{
    private static readonly FrozenDictionary<string, Asset> Known = new[] { ("console.css", "text/css"), ("console.js", "text/javascript"), ("console.svg", "image/svg+xml") }
        .Select(a => Read(a.Item1, a.Item2)).ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>Address of the style.</summary>
    public static string Style { get; } = AddressOf("console.css");

    /// <summary>Address of the script.</summary>
    public static string Script { get; } = AddressOf("console.js");

    /// <summary>Address of the sign that a browser shows beside the title.</summary>
    public static string Icon { get; } = AddressOf("console.svg");

    /// <summary>Answers with one of them.</summary>
    public static Task Get(HttpContext context)
    {
        if (!Known.TryGetValue((string)context.Request.RouteValues["name"]!, out var asset)) return context.Problem(404, RequestReasons.NotFound, $"there is nothing at {context.Request.Path}");
        context.Response.ContentType = asset.Media + "; charset=utf-8";
        context.Response.ContentLength = asset.Bytes.Length;
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted).AsTask();
    }

    private static string AddressOf(string file) => "/console/assets/" + Known.Values.First(a => a.File == file).Name;

    private static Asset Read(string file, string media)
    {
        using var stream = typeof(ConsoleFiles).Assembly.GetManifestResourceStream("Nba.Host.Console." + file) ?? throw new InvalidOperationException($"'{file}' is not in the executable");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new Asset($"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}-{file}", file, media, bytes);
    }

    private sealed record Asset(string Name, string File, string Media, byte[] Bytes);
}
