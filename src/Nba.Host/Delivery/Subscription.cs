using Nba.Engine.Actions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Delivery;

/// <summary>When a receiver is told.</summary>
internal enum DeliveryPace
{
    /// <summary>Of every action, and of every change of it, at once.</summary>
    Each = 1,
    /// <summary>Of urgent actions at once, of the rest with the morning's list.</summary>
    UrgentAndDigest = 2,
    /// <summary>With the morning's list alone.</summary>
    Digest = 3,
}

/// <summary>Whose actions, and which, a receiver wants; what is empty is all. Immutable.</summary>
/// <param name="Owners">Ids of managers, teams and heads.</param>
/// <param name="Branches">Branches of those.</param>
/// <param name="Actions">Actions, by their ids in the rule files.</param>
/// <param name="Categories">Categories.</param>
/// <param name="Purposes">Purposes.</param>
/// <param name="Channels">Channels.</param>
internal sealed record Wants(
    IReadOnlyList<string> Owners, IReadOnlyList<string> Branches, IReadOnlyList<string> Actions, IReadOnlyList<string> Categories, IReadOnlyList<string> Purposes, IReadOnlyList<string> Channels)
{
    /// <summary>Everything.</summary>
    public static readonly Wants All = new([], [], [], [], [], []);

    /// <summary>Whether an owner's actions are wanted at all.</summary>
    public bool Owner(string owner, Engine.Routing.Directory directory) =>
        (Owners.Count == 0 || Owners.Contains(owner)) && (Branches.Count == 0 || (directory.Find(owner)?.Branch is { } branch && Branches.Contains(branch)));

    /// <summary>Whether an action is wanted, of an owner who is.</summary>
    public bool Action(ActionRecord record) =>
        (Actions.Count == 0 || Actions.Contains(record.Action)) && (Categories.Count == 0 || Categories.Contains(record.Category))
        && (Purposes.Count == 0 || Purposes.Contains(BuiltIn.Purposes.Values[(int)record.Purpose])) && (Channels.Count == 0 || Channels.Contains(BuiltIn.Channels.Values[record.Channel]));
}

/// <summary>Hours of the bank's zone in which nobody is disturbed.</summary>
/// <param name="From">First hour of quiet, 0 to 23.</param>
/// <param name="Until">First hour after it, 0 to 23; another than the first.</param>
internal sealed record QuietTime(int From, int Until);

/// <summary>A receiver, what it wants, and how much of it at a time: one file of the delivery folder. Immutable.</summary>
internal sealed record Subscription
{
    /// <summary>Its name: that of its file.</summary>
    public required string Name { get; init; }

    /// <summary>Its file: two of the same text are the same.</summary>
    public required SourceFile File { get; init; }

    /// <summary>Where it goes.</summary>
    public required ReceiverAddress To { get; init; }

    /// <summary>The form of its messages: a template's name, or <see cref="CloudEvents"/>.</summary>
    public string Template { get; init; } = CloudEvents;

    /// <summary>Language of the words.</summary>
    public required string Language { get; init; }

    /// <summary>What it wants.</summary>
    public Wants Wants { get; init; } = Wants.All;

    /// <summary>When it is told.</summary>
    public DeliveryPace Pace { get; init; } = DeliveryPace.Each;

    /// <summary>Hour of the morning's list, in the bank's zone, on working days.</summary>
    public int DigestHour { get; init; } = 8;

    /// <summary>When nothing is sent; null for never.</summary>
    public QuietTime? Quiet { get; init; }

    /// <summary>Most messages to one owner in an hour; what is more waits. 0 for no limit. The morning's list and what strikes out count as any.</summary>
    public int MostInHour { get; init; }

    /// <summary>Tries, waits between them, before a message is set aside; null for as many as there are before <see cref="GiveUp"/>.</summary>
    public int? Tries { get; init; }

    /// <summary>How long after its first try a message is set aside.</summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Longest wait for one answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The form that needs no template: CloudEvents 1.0.</summary>
    public const string CloudEvents = "cloudevents";
}

/// <summary>Where a subscription's messages go. Immutable.</summary>
internal abstract record ReceiverAddress;

/// <summary>An address over HTTP.</summary>
/// <param name="Url">The address of all owners, or a pattern with <c>{owner}</c> in it; null where each has its own.</param>
/// <param name="Urls">The owners' own addresses; an owner without any gets nothing where there is no address of all.</param>
/// <param name="SecretFiles">Files of the secrets that messages are signed with, two at most: the new one and the one before it.</param>
/// <param name="Headers">Headers to be sent, each with the file that holds its value.</param>
internal sealed record HttpAddress(Uri? Url, IReadOnlyDictionary<string, Uri> Urls, IReadOnlyList<string> SecretFiles, IReadOnlyDictionary<string, string> Headers) : ReceiverAddress
{
    /// <summary>The address of an owner; null when there is none.</summary>
    public Uri? Of(string owner) => Urls.GetValueOrDefault(owner) ?? (IsPattern ? Named(owner) : Url);

    /// <summary>Whether an owner's address is not that of all.</summary>
    public bool IsOwnOf(string owner) => IsPattern || Urls.ContainsKey(owner);

    private bool IsPattern => Url?.OriginalString.Contains(Owner, StringComparison.Ordinal) == true;

    // An id that is points alone would lead to another part of the receiver.
    private Uri? Named(string owner) => owner.All(c => c == '.') ? null : new Uri(Url!.OriginalString.Replace(Owner, Uri.EscapeDataString(owner), StringComparison.Ordinal));

    private const string Owner = "{owner}";
}

/// <summary>Mail addresses.</summary>
/// <param name="Pattern">The address of all owners, with <c>{owner}</c> in it; null where each has their own.</param>
/// <param name="Addresses">The owners' own addresses.</param>
internal sealed record MailAddresses(string? Pattern, IReadOnlyDictionary<string, string> Addresses) : ReceiverAddress
{
    /// <summary>The address of an owner; null when there is none.</summary>
    public string? Of(string owner) => Addresses.GetValueOrDefault(owner) ?? Pattern?.Replace("{owner}", owner, StringComparison.Ordinal);
}
