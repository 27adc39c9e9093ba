using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Host.Api;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Delivery.Calendar;

/// <summary>
/// Addresses of feeds: 256 random bits, told once, of which only the SHA-256 is kept. An owner has one or none. A row is the hash, the moment in milliseconds, and the language. Thread-safe.
/// </summary>
internal sealed class CalendarAddresses(DeliveryStore store, Store tables, Queries queries, TimeProvider time)
{
    private const int SecretBytes = 32;
    private const int LanguageAt = SHA256.HashSizeInBytes + sizeof(long);

    /// <summary>Gives an owner an address in place of the one they had; null, with why, for nobody's queue.</summary>
    public CalendarAddressAnswer? Give(CalendarAddressRequest request, out Sentence? fault)
    {
        fault = Fault(request);
        if (fault is not null) return null;
        var (owner, language) = (request.Manager!, request.Language!);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var row = new byte[LanguageAt + Encoding.UTF8.GetByteCount(language)];
        Hash(secret).CopyTo(row, 0);
        BinaryPrimitives.WriteInt64BigEndian(row.AsSpan(SHA256.HashSizeInBytes), time.GetUtcNow().ToUnixTimeMilliseconds());
        Encoding.UTF8.GetBytes(language, row.AsSpan(LanguageAt));
        store.Write(batch => batch.Put(new Keys(0).Text(Table.FeedAddresses, owner), row));
        return Read(owner, row) with { Path = $"calendar/{secret}.ics" };
    }

    /// <summary>Takes an owner's address back, and forgets what their calendar showed; false when they have none.</summary>
    public bool Revoke(string owner)
    {
        if (owner.Length == 0 || !store.Rows.Contains(new Keys(0).Text(Table.FeedAddresses, owner))) return false;
        store.Write(batch =>
        {
            batch.Delete(new Keys(0).Text(Table.FeedAddresses, owner));
            new FeedRows(store).Forget(owner, batch);
        });
        return true;
    }

    /// <summary>Who has an address, by id; the addresses themselves nobody knows.</summary>
    public CalendarAddressesAnswer All()
    {
        var found = new List<CalendarAddressAnswer>();
        Walk((owner, row) => found.Add(Read(owner, row)));
        return new CalendarAddressesAnswer(found);
    }

    /// <summary>Whose address it is; null for nobody's. It takes as long whether it is one or none.</summary>
    public CalendarAddressAnswer? Find(string secret)
    {
        var hash = Hash(secret);
        (string Owner, byte[] Row)? found = null;
        Walk((owner, row) =>
        {
            if (CryptographicOperations.FixedTimeEquals(hash, row.AsSpan(0, SHA256.HashSizeInBytes))) found = (owner, row);
        });
        return found is var (whose, address) ? Read(whose, address) : null;
    }

    private Sentence? Fault(CalendarAddressRequest request)
    {
        if (request.Manager is not { Length: > 0 } owner) return Sentence.Of($"'manager' must name whose calendar it is");
        if (request.Language is not { } language || !TextBook.Languages.Contains(language)) return Sentence.Of($"'language' must be one of {string.Join(", ", TextBook.Languages)}");
        if (queries.Book() is not { } book) return Sentence.Of($"the first commit is still to come");
        if (book.Directory.Find(owner) is not null || QueueReader.Fold(tables, owner).Known > 0) return null;
        return Sentence.Of($"there is no '{owner}' in the bank's directory, and no action has that owner{NearMiss.Hint(owner, book.Directory.Entries.Select(e => e.Id))}");
    }

    private CalendarAddressAnswer Read(string owner, byte[] row)
    {
        var since = new Engine.Calendars.Instant(BinaryPrimitives.ReadInt64BigEndian(row.AsSpan(SHA256.HashSizeInBytes)));
        return new CalendarAddressAnswer(owner, queries.Book()?.Directory.Find(owner)?.Name, Encoding.UTF8.GetString(row.AsSpan(LanguageAt)), since.ToString());
    }

    private void Walk(Action<string, byte[]> each)
    {
        using var rows = store.Rows.Scan(new Keys(0).Prefix(Table.FeedAddresses));
        while (rows.MoveNext()) each(Encoding.UTF8.GetString(rows.Key[Keys.PrefixLength..]), rows.Value.ToArray());
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
