using System.Text;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Privacy;

/// <summary>A dead letter that has to do with a person.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Event">Its event as it came.</param>
/// <param name="IsMention">Whether it is nobody's and only says an id of theirs: what else stands in it may be another's.</param>
internal sealed record PersonLetter(DeadLetter Letter, byte[] Event, bool IsMention);

/// <summary>Finds the dead letters of a person: their own, and those of nobody that say an id of theirs, for what could not be read may still be about them.</summary>
internal static class PersonLetters
{
    /// <summary>The letters, in order.</summary>
    /// <param name="store">The rows of the bank.</param>
    /// <param name="queries">Answers from them.</param>
    /// <param name="person">Whose.</param>
    /// <param name="own">Positions of the person's own activities.</param>
    public static IReadOnlyList<PersonLetter> Of(Store store, Queries queries, Person person, IReadOnlySet<long> own)
    {
        var found = new List<PersonLetter>();
        byte[][] ids = [.. person.Customers.Select(Encoding.UTF8.GetBytes)];
        using var rows = store.Scan(new Keys(0).Prefix(Table.DeadLetters));
        while (rows.MoveNext())
        {
            var letter = JsonSerializer.Deserialize(rows.Value, StageJson.Default.DeadLetter)!;
            var bytes = queries.Event(letter.Position) ?? [];
            if (own.Contains(letter.Position)) found.Add(new PersonLetter(letter, bytes, false));
            else if (EventSubject.Of(bytes) is null && ids.Any(i => Says(bytes, i))) found.Add(new PersonLetter(letter, bytes, true));
        }
        return found;
    }

    /// <summary>Whether bytes say an id as a word of its own: 'C1' does not stand in 'C10'.</summary>
    internal static bool Says(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> id)
    {
        for (int from = 0, at; id.Length > 0 && (at = bytes[from..].IndexOf(id)) >= 0; from += at + 1)
        {
            var (begin, end) = (from + at, from + at + id.Length);
            if ((begin == 0 || !IsOfId(bytes[begin - 1]) || IsEscape(bytes[..begin])) && (end == bytes.Length || !IsOfId(bytes[end]))) return true;
        }
        return false;
    }

    private static bool IsOfId(byte one) => one >= 0x80 || char.IsAsciiLetterOrDigit((char)one) || "-_.:@"u8.Contains(one);

    // As the line feed of JSON, whose letter is none of a word.
    private static bool IsEscape(ReadOnlySpan<byte> before) => before.Length > 1 && before[^2] == (byte)'\\' && "nrtbf"u8.Contains(before[^1]);
}
