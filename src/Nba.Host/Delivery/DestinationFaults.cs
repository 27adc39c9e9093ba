using System.Net;
using Nba.Engine.Sources;

namespace Nba.Host.Delivery;

/// <summary>
/// What keeps a subscription's messages from its receiver although its file has no fault: hosts that the operator does not list, secrets that are not there. Looked for whenever somebody asks, for
/// it may be mended meanwhile, and holds nothing else up. Asks no name server. Thread-safe.
/// </summary>
/// <param name="folder">The folder of the subscriptions.</param>
/// <param name="hosts">Which hosts may be reached.</param>
internal sealed class DestinationFaults(string folder, ReachableHosts hosts)
{
    /// <summary>The faults of one subscription, each with its place.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="toMend">What its destination found out.</param>
    public IReadOnlyList<RuleProblem> Of(Subscription subscription, IReadOnlyList<ToMend> toMend)
    {
        var (problems, parsed) = (new ProblemList(), new ProblemList());
        if (subscription.To is not HttpAddress || SourceParser.Parse(subscription.File, parsed)?.Member("to")?.Member("webhook") is not { } own) return [];
        var (url, urls) = (own.Member("url"), own.Member("urls")?.Members ?? []);
        foreach (var node in (url is null ? [] : new[] { url }).Concat(urls.Select(u => u.Value)))
        {
            if (Refusal(new Uri(node.Text)) is { } why) problems.Add(node.Mark, ProblemCode.WrongKind, why);
        }
        foreach (var file in own.Member("secretFiles")?.Items ?? []) Secret(file, problems);
        foreach (var header in own.Member("headerFiles")?.Members ?? []) Text(header.Value, problems);
        foreach (var found in toMend) problems.Add((urls.Where(u => u.Name == found.Owner).Select(u => u.Value).FirstOrDefault() ?? url ?? own).Mark, ProblemCode.WrongKind, found.Words);
        return problems.Sorted();
    }

    private Sentence? Refusal(Uri url)
    {
        if (hosts.Refusal(url.Host) is not null) return $"the host '{url.Host}' is not among those that may be reached: add it to Nba:Delivery:Hosts, as --set Delivery:Hosts={url.Host}";
        if (!IPAddress.TryParse(url.Host.Trim('[', ']'), out var address)) return null;
        if (hosts.Refusal(address) is not null) return $"{url.Host} is an address within a network or of this machine: add it to Nba:Delivery:Networks if it is meant, as --set Delivery:Networks={url.Host}";
        return hosts.MayBeRead(address) || url.Scheme == Uri.UriSchemeHttps ? null : Sentence.Of($"what goes to {url.Host} can be read on the way: write https://");
    }

    private void Secret(SourceNode file, ProblemList problems)
    {
        if (Text(file, problems) is { } text && StandardWebhook.Secret(text) is null) problems.Add(file.Mark, ProblemCode.WrongKind, $"the secret in '{Full(file)}' is none: {StandardWebhook.SecretPrefix} and base64 of 24 to 64 bytes must stand there");
    }

    private string? Text(SourceNode file, ProblemList problems)
    {
        try
        {
            return File.ReadAllText(Full(file));
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Add(file.Mark, ProblemCode.MissingFile, $"there is no file '{Full(file)}', and nothing is sent without it: put it there");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(file.Mark, ProblemCode.MissingFile, $"the file '{Full(file)}' cannot be read, and nothing is sent without it: let the host read it ({fault.Message})");
        }
        return null;
    }

    private string Full(SourceNode file) => Path.GetFullPath(Path.Combine(folder, file.Text));
}
