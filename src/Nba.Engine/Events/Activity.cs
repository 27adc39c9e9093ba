using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Events;

/// <summary>
/// A customer-activity event, read: one fact that happened, at an event time, with an id. Reused from one event to the next so that reading allocates
/// nothing but texts; whoever keeps parts of it copies them. Not thread-safe.
/// </summary>
public sealed class Activity
{
    private readonly char[] _customer = new char[MaxCustomerLength];
    private int _customerLength;

    /// <summary>The longest customer id, in UTF-16 units.</summary>
    public const int MaxCustomerLength = 128;

    /// <summary>An activity with room for the vocabulary's fields.</summary>
    public Activity(VocabularyBook vocabulary) => Fields = new Row(vocabulary.EventSlots);

    /// <summary>Hash of source and id: what CloudEvents calls one and the same event.</summary>
    public ulong IdHash { get; internal set; }

    /// <summary>The id as sent.</summary>
    public string Id => System.Text.Encoding.UTF8.GetString(IdBytes.Span);

    /// <summary>What kind of activity it is.</summary>
    public EventType Type { get; internal set; } = null!;

    /// <summary>Event time: when it happened, as its source says.</summary>
    public Instant Time { get; internal set; }

    /// <summary>Whether it is marked as history: it folds and raises nothing.</summary>
    public bool IsHistory { get; internal set; }

    /// <summary>The fields of its data, by <see cref="EventField.Index"/>.</summary>
    public Row Fields { get; }

    /// <summary>The customer's id, valid until the next event is read.</summary>
    public ReadOnlySpan<char> Customer => _customer.AsSpan(0, _customerLength);

    /// <summary>The entity it speaks of, or null.</summary>
    public string? EntityKey => Type.Key is { } key ? Fields.Text(key.Index) : null;

    internal ReadOnlyMemory<byte> IdBytes { get; set; }

    /// <summary>The event as it came, valid until the next is read.</summary>
    internal ReadOnlyMemory<byte> Json { get; set; }

    internal bool TrySetCustomer(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.TryGetChars(utf8, _customer, out _customerLength);

    internal void SetCustomer(ReadOnlySpan<char> id)
    {
        id.CopyTo(_customer);
        _customerLength = id.Length;
    }

    internal void Clear()
    {
        Fields.Clear();
        _customerLength = 0;
        IsHistory = false;
        IdHash = 0;
        IdBytes = default;
        Json = default;
        Time = default;
    }
}

/// <summary>Why an event was refused.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Words">What must be and what is, for the person who mends the source; holds no field values.</param>
public readonly record struct EventRefusal(Reason Reason, Sentence Words)
{
    /// <summary>That in English, as dead letters keep it.</summary>
    public string Detail => Words.ToString();
}
