using System.Text;
using Nba.Engine;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Archives;

/// <summary>
/// How far the counters of a partition's customers had come in some store: which decisions and action records are of before, and which of after. Asked again
/// about the same customer it reads nothing. Not thread-safe.
/// </summary>
internal sealed class CustomerCounters
{
    private readonly Store _store;
    private readonly Keys _keys;
    private readonly RuleBook _book;
    private readonly CustomerState _state;
    private byte[] _row = [];
    private string? _customer;

    /// <summary>The counters in a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="partition">Number of the partition there.</param>
    /// <param name="books">Books loaded already, by version: loading one takes longer than all else here.</param>
    /// <exception cref="InvalidDataException">The partition was never run, or the rule book in force there is missing or does not load in this
    /// process.</exception>
    public CustomerCounters(Store store, int partition, Dictionary<string, RuleBook> books)
    {
        (_store, _keys) = (store, new Keys(partition));
        var head = StageHead.Of(store, partition)
            ?? throw Said.Unusable($"partition {partition} was never run, so there is nothing to archive: run the bank first");
        if (!books.TryGetValue(head.Book, out _book!))
            books[head.Book] = _book = BookShelf.Read(store, partition, head.Book)
                ?? throw Said.Unusable($"the rule book {head.Book}, which is in force, is not stored");
        _state = new CustomerState(_book.Vocabulary);
    }

    /// <summary>Number of the last decision recorded of a customer; 0 for one who is not there.</summary>
    public int Decisions(string customer) => Of(customer).Decisions;

    /// <summary>Number of the last action record given out of a customer; 0 for one who is not there.</summary>
    public int Actions(string customer) => Of(customer).Actions.LastSequence;

    /// <summary>Customer and number of a decision, from the key of its row.</summary>
    public static (string Customer, int Number) Decision(ReadOnlySpan<byte> key) =>
        (Encoding.UTF8.GetString(key[Keys.PrefixLength..^5]), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(key[^4..]));

    private CustomerState Of(string customer)
    {
        if (customer == _customer) return _state;
        _customer = customer;
        _state.Reset(customer);
        if (!_store.TryGet(_keys.Text(Table.Customers, customer), ref _row, out var length)) return _state;
        try
        {
            CustomerRow.Read(_book, customer, _row.AsSpan(0, length), _state);
        }
        catch (Exception failure) when (EngineFailure.Is(failure))
        {
            throw Said.Unusable($"the engine fails ({failure.GetType().Name}) on the state of a customer: run the version of the program that "
                + $"wrote it; if that fails too, it was altered", failure);
        }
        return _state;
    }
}
