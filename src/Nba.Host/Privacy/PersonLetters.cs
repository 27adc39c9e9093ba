using System.Text;
using System.Text.Json;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Privacy;

/// <summary>Finds the dead letters of a person: their own, and those of nobody that say an id of theirs, for what could not be read may still be about them.</summary>
internal static class PersonLetters
{
    /// <summary>The letters, with their events as they came.</summary>
    /// <param name="store">The rows of the bank.</param>
    /// <param name="queries">Answers from them.</param>
    /// <param name="person">Whose.</param>
    /// <param name="own">Positions of the person's own activities.</param>
    public static IReadOnlyList<(DeadLetter Letter, byte[] Event)> Of(Store store, Queries queries, Person person, IReadOnlySet<long> own)
    {
        var found = new List<(DeadLetter, byte[])>();
        using var rows = store.Scan(new Keys(0).Prefix(Table.DeadLetters));
        while (rows.MoveNext())
        {
            var letter = JsonSerializer.Deserialize(rows.Value, StageJson.Default.DeadLetter)!;
            var bytes = queries.Event(letter.Position) ?? [];
            if (own.Contains(letter.Position) || (EventSubject.Of(bytes) is null && Names(bytes, person))) found.Add((letter, bytes));
        }
        return found;
    }

    private static bool Names(byte[] bytes, Person person) => person.Customers.Any(c => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(c)) >= 0);
}
