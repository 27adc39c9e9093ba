using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Delivery;

/// <summary>Reads subscriptions, a file each; every fault has its line and column. Whether a receiver's host may be reached at all is asked when it is.</summary>
/// <param name="folder">The folder in which they lie: files they name are found from there.</param>
/// <param name="forms">The forms there are.</param>
/// <param name="problems">Takes the faults.</param>
internal sealed class SubscriptionReader(string folder, DeliveryForms forms, ProblemList problems)
{
    private const int MostSecrets = 2;

    private static readonly IReadOnlyList<string> Kinds = ["webhook", "mail"];

    /// <summary>One file; null after faults.</summary>
    /// <param name="file">Its text, and its path below the folder.</param>
    /// <param name="language">Language where the file names none.</param>
    public Subscription? Read(SourceFile file, string language)
    {
        var faults = problems.Count;
        if (SourceParser.Parse(file, problems) is not { } node || SourceObject.Open(node, problems) is not { } root) return null;
        var name = Path.GetFileNameWithoutExtension(file.Path);
        if (!IsName(name)) problems.Add(node.Mark, ProblemCode.WrongKind, $"a subscription is called by its file: 1 to 64 small letters, digits or -, not '{name}'");
        var to = To(root);
        var subscription = new Subscription
        {
            Name = name,
            File = file,
            To = to ?? new MailAddresses(null, new Dictionary<string, string>()),
            Template = Template(root, to),
            Language = root.Word("language", "zh-CN", "en") ?? language,
            Wants = root.Object("wants") is { } wants ? Wanted(wants) : Wants.All,
            Pace = root.Word("pace", "each", "urgent-and-digest", "digest") switch { "each" => DeliveryPace.Each, "urgent-and-digest" => DeliveryPace.UrgentAndDigest, "digest" => DeliveryPace.Digest, _ => to is MailAddresses ? DeliveryPace.Digest : DeliveryPace.Each },
            DigestHour = root.Whole("digestHour", 0, 23) ?? 8,
            Quiet = root.Object("quiet") is { } quiet ? Quiet(quiet) : null,
            MostInHour = root.Whole("mostInHour", 1, 100_000) ?? 0,
            Tries = root.Whole("tries", 1, 1000),
            GiveUp = TimeSpan.FromHours(root.Whole("giveUpHours", 1, 168) ?? 24),
            Timeout = TimeSpan.FromSeconds(root.Whole("timeoutSeconds", 1, 120) ?? 10),
        };
        root.Done();
        return problems.Count == faults && to is not null ? subscription : null;
    }

    /// <summary>Whether a subscription may be called so.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private ReceiverAddress? To(SourceObject root)
    {
        if (root.Required("to") is not { } node || SourceObject.Open(node, problems) is not { } to) return null;
        ReceiverAddress? address = null;
        var given = node.Members.Select(m => m.Name).Where(Kinds.Contains).ToList();
        if (given.Count != 1) problems.Add(node.Mark, ProblemCode.MissingMember, $"one of {string.Join(" and ", Kinds)} must stand here{(node.Members is [var first, ..] ? NearMiss.Hint(first.Name, Kinds) : Sentence.None)}");
        else if (to.Object(given[0]) is { } own) address = given[0] == "mail" ? Mail(own) : Http(own);
        to.Done();
        return address;
    }

    private HttpAddress Http(SourceObject own)
    {
        var url = own.Any("url") is { } one ? Url(one) : null;
        var urls = own.Map("urls").Select(m => (m.Name, Url: Url(m.Value))).Where(u => u.Url is not null).ToDictionary(u => u.Name, u => u.Url!, StringComparer.Ordinal);
        if (own.Any("url") is null && own.Any("urls") is null) problems.Add(own.Node.Mark, ProblemCode.MissingMember, $"'url', or 'urls' with one for each owner, must stand here");
        var secrets = own.Lines("secretFiles");
        if (secrets.Count > MostSecrets) problems.Add(secrets[MostSecrets].Mark, ProblemCode.WrongKind, $"two secrets are valid at a time: the new one and the one before it");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in own.Map("headerFiles"))
        {
            if (!headers.TryAdd(member.Name, Header(member))) problems.Add(member.NameMark, ProblemCode.DuplicateName, $"the header '{member.Name}' stands here already");
        }
        own.Done();
        return new HttpAddress(url, urls, [.. secrets.Select(Below)], headers);
    }

    private string Header(SourceMember member)
    {
        if (!member.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || member.Name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase) || member.Name.ToLowerInvariant() is "host" or "content-length" or "content-type" or "transfer-encoding")
            problems.Add(member.NameMark, ProblemCode.WrongKind, $"'{member.Name}' is no header that can be set here");
        if (member.Value.Kind != SourceKind.Text) problems.Add(member.Value.Mark, ProblemCode.WrongKind, $"the file that holds the header's value must stand here");
        return Below(member.Value);
    }

    // Whoever may write a subscription may not have any file of the machine sent.
    private string Below(SourceNode file)
    {
        if (Path.IsPathRooted(file.Text) || file.Text.Split('/', '\\').Contains("..")) problems.Add(file.Mark, ProblemCode.WrongKind, $"'{file.Text}' must be a file below the folder of the subscriptions");
        return Path.Combine(folder, file.Text);
    }

    private MailAddresses Mail(SourceObject own)
    {
        var pattern = own.Text("address");
        if (pattern is not null && (!pattern.Contains("{owner}", StringComparison.Ordinal) || !IsMail(pattern))) problems.Add(own.MarkOf("address"), ProblemCode.WrongKind, $"an address with {{owner}} in it must stand here, as {{owner}}@bank.example");
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in own.Map("addresses"))
        {
            if (member.Value.Kind == SourceKind.Text && IsMail(member.Value.Text)) addresses[member.Name] = member.Value.Text;
            else problems.Add(member.Value.Mark, ProblemCode.WrongKind, $"a mail address must stand here, as li@bank.example");
        }
        if (pattern is null && own.Any("addresses") is null) problems.Add(own.Node.Mark, ProblemCode.MissingMember, $"'address', or 'addresses' with one for each owner, must stand here");
        own.Done();
        return new MailAddresses(pattern, addresses);
    }

    private static bool IsMail(string text) => text.Length <= 254 && text.Split('@') is [{ Length: > 0 }, { Length: > 0 } domain] && domain.Contains('.', StringComparison.Ordinal) && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';');

    private Uri? Url(SourceNode node)
    {
        if (node.Kind == SourceKind.Text && Uri.TryCreate(node.Text, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url.UserInfo.Length == 0 && url.Fragment.Length == 0 && !url.Authority.Contains("owner}", StringComparison.OrdinalIgnoreCase)) return url;
        if (node.Kind == SourceKind.Text && node.Text.Contains("{owner}", StringComparison.Ordinal)) problems.Add(node.Mark, ProblemCode.WrongKind, $"{{owner}} may stand behind the host alone, as https://hooks.bank.example/{{owner}}");
        else problems.Add(node.Mark, ProblemCode.WrongKind, $"an address that begins with https:// must stand here (http:// within the bank), without a name or password in it; those go into a header from a file");
        return null;
    }

    private string Template(SourceObject root, ReceiverAddress? to)
    {
        if (root.Any("template") is not { Kind: SourceKind.Text } node) return Subscription.CloudEvents;
        if (to is MailAddresses) problems.Add(node.Mark, ProblemCode.WrongKind, $"mail has its own form, so no template stands here");
        else if (node.Text != Subscription.CloudEvents && !forms.Names.Contains(node.Text)) problems.AddUnknown(node.Mark, ProblemCode.UnknownWord, node.Text, $"template", [Subscription.CloudEvents, .. forms.Names]);
        else forms.IsWhole(node.Text, node.Mark, problems);
        return node.Text;
    }

    private Wants Wanted(SourceObject wants)
    {
        IReadOnlyList<string> Words(string name, CodeList? known)
        {
            var lines = wants.Lines(name);
            foreach (var line in lines.Where(l => known is not null && known.IndexOf(l.Text) < 0)) problems.AddUnknown(line.Mark, ProblemCode.UnknownWord, line.Text, $"{name[..^1]}", known!.Values);
            return [.. lines.Select(l => l.Text)];
        }

        var read = new Wants(Words("owners", null), Words("branches", null), Words("actions", null), Words("categories", null), Words("purposes", BuiltIn.Purposes), Words("channels", BuiltIn.Channels));
        wants.Done();
        return read;
    }

    private QuietTime? Quiet(SourceObject quiet)
    {
        quiet.Required("from");
        quiet.Required("until");
        var (from, until) = (quiet.Whole("from", 0, 23), quiet.Whole("until", 0, 23));
        if (from is not null && from == until) problems.Add(quiet.Node.Mark, ProblemCode.WrongKind, $"quiet hours end at another hour than they begin");
        quiet.Done();
        return from is { } f && until is { } u && f != u ? new QuietTime(f, u) : null;
    }
}
