using Nba.Engine;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>Rule books by version for those who read committed rows: the ones this process compiled, else as the store holds them. Thread-safe.</summary>
public sealed class BookCache(Store store)
{
    private const int Kept = 4;
    private readonly Lock _lock = new();
    private readonly List<RuleBook> _books = [];
    private readonly HashSet<RuleBook> _shelved = [];

    /// <summary>Remembers a book that may come into force.</summary>
    public void Add(RuleBook book)
    {
        lock (_lock)
        {
            _books.RemoveAll(b => b.Version == book.Version);
            _books.Insert(0, book);
            if (_books.Count > Kept) _books.RemoveAt(Kept);
            _shelved.RemoveWhere(b => !_books.Contains(b));
        }
    }

    /// <summary>The book of that version, or null when no commit ever named it.</summary>
    public RuleBook? Find(string version)
    {
        lock (_lock)
        {
            if (_books.Find(b => b.Version == version) is { } known) return _shelved.Add(known) ? Shelved(known) : known;
            if (version.Length == 0 || BookShelf.Read(store, 0, version) is not { } stored) return null;
            Add(stored);
            return stored;
        }
    }

    // Once it is in force, its row says which earlier plan versions it carries.
    private RuleBook Shelved(RuleBook compiled)
    {
        var carried = BookShelf.Carried(store, 0, compiled);
        if (ReferenceEquals(carried, compiled)) return compiled;
        _books[_books.IndexOf(compiled)] = carried;
        _shelved.Remove(compiled);
        _shelved.Add(carried);
        return carried;
    }
}
