using System.Text.Json;
using System.Text.Json.Serialization;
using Nba.Host.Api;

namespace Nba.Host.Delivery;

/// <summary>What one receiver has, or may have, of one action of one owner. Immutable.</summary>
/// <param name="Version">Version that it has for certain; 0 for none.</param>
internal sealed record DeliveryRow(int Version)
{
    /// <summary>The words it was told last, of that version or one that may have reached it: what is struck out later names them. Null before the first try.</summary>
    public ActionAnswer? Told { get; init; }

    /// <summary>Tries made of what is due now.</summary>
    public int Tries { get; init; }

    /// <summary>When the first of them was, in milliseconds.</summary>
    public long TriedSince { get; init; }

    /// <summary>When the next one is made, in milliseconds; 0 for at once.</summary>
    public long NextAt { get; init; }

    /// <summary>What those tries were of: <see cref="DeliveryStep.Key"/>; null for none. Another thing to tell begins anew.</summary>
    public string? TriedKey { get; init; }

    /// <summary>What was set aside after its last try; it is not tried again until somebody asks for it or there is something else to tell. Null for nothing.</summary>
    public string? SetAside { get; init; }

    /// <summary>How often it was struck out there, or may have been: an action that is shown again after that is another message.</summary>
    public int Struck { get; init; }

    /// <summary>Whether it was told that the action is gone, without an answer so far: what it has is not certain then.</summary>
    public bool GoneTried { get; init; }

    /// <summary>When it was last, in milliseconds.</summary>
    public long StruckAt { get; init; }

    /// <summary>Whether the receiver may have any of it.</summary>
    [JsonIgnore]
    public bool MayHave => Told is not null;

    /// <summary>Whether the receiver was to be told that the action is gone, and will not be by itself any more.</summary>
    [JsonIgnore]
    public bool IsGivenUp => GoneTried && SetAside?.Contains(DeliveryStep.GoneMark, StringComparison.Ordinal) == true;

    /// <summary>As bytes.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, DeliveryJson.Default.DeliveryRow);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static DeliveryRow Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, DeliveryJson.Default.DeliveryRow)!;
}

/// <summary>A message that was set aside, for whoever looks for it.</summary>
/// <param name="Subscription">Whose.</param>
/// <param name="Owner">In whose queue.</param>
/// <param name="Action">Identity of the action; null for a day's list.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="At">When it was set aside, in milliseconds.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Reason">Why the last try failed.</param>
internal sealed record UndeliveredMessage(string Subscription, string Owner, string? Action, string Key, long At, int Tries, string Reason);

/// <summary>What is kept of a subscription and an owner beyond single actions.</summary>
/// <param name="DigestOn">Day number of the last list that was delivered or set aside; 0 for none.</param>
internal sealed record DigestRow(int DigestOn)
{
    /// <summary>Tries of the list of <see cref="TriedOn"/>.</summary>
    public int Tries { get; init; }

    /// <summary>Day number of the list that was tried; another day's begins anew.</summary>
    public int TriedOn { get; init; }

    /// <summary>When its first try was, in milliseconds.</summary>
    public long TriedSince { get; init; }

    /// <summary>When the next one is made, in milliseconds.</summary>
    public long NextAt { get; init; }

    /// <summary>Moments, in milliseconds, of the messages of the last hour, where they are limited.</summary>
    public IReadOnlyList<long> Sent { get; init; } = [];
}

/// <summary>Rows of the store of deliveries as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DeliveryRow))]
[JsonSerializable(typeof(DigestRow))]
[JsonSerializable(typeof(UndeliveredMessage))]
internal sealed partial class DeliveryJson : JsonSerializerContext;
