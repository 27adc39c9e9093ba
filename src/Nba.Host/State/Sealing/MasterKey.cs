using System.Security.Cryptography;

namespace Nba.Host.State.Sealing;

/// <summary>The master key: 256 bits from a file, as base64. It seals customers' keys and nothing else. Thread-safe.</summary>
internal sealed class MasterKey : IDisposable
{
    private const int Length = 32;

    private readonly AesGcm _cipher;
    private readonly Lock _one = new();

    private MasterKey(byte[] key) => _cipher = new AesGcm(key, RowSeal.TagLength);

    /// <summary>Reads it.</summary>
    /// <exception cref="StoreUnavailableException">The file is not there, may not be read, or holds no such key.</exception>
    public static MasterKey Read(string file)
    {
        byte[] key;
        try
        {
            OwnFile.Check(file);
            key = Convert.FromBase64String(System.IO.File.ReadAllText(file).Trim());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The master key '{file}' cannot be read: {failure.Message.TrimEnd('.')}", $"Put the file there, readable for this user alone; without it nothing personal in the store can be read", failure);
        }
        catch (FormatException none)
        {
            throw NoKey(file, none);
        }
        if (key.Length != Length) throw NoKey(file, null);
        try
        {
            return new MasterKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Wraps a key. The nonce is random: one key is wrapped for each customer, far fewer than the 2^32 for which 96 random bits are good.</summary>
    public void Wrap(ReadOnlySpan<byte> id, ReadOnlySpan<byte> key, Span<byte> wrapped)
    {
        RandomNumberGenerator.Fill(wrapped[..RowSeal.NonceLength]);
        lock (_one) _cipher.Encrypt(wrapped[..RowSeal.NonceLength], key, wrapped.Slice(RowSeal.NonceLength, key.Length), wrapped[(RowSeal.NonceLength + key.Length)..], id);
    }

    /// <summary>Unwraps what <see cref="Wrap"/> wrapped.</summary>
    /// <exception cref="AuthenticationTagMismatchException">Another master key wrapped it, or it was altered.</exception>
    public void Unwrap(ReadOnlySpan<byte> id, ReadOnlySpan<byte> wrapped, Span<byte> key)
    {
        lock (_one) _cipher.Decrypt(wrapped[..RowSeal.NonceLength], wrapped.Slice(RowSeal.NonceLength, key.Length), wrapped[(RowSeal.NonceLength + key.Length)..], key, id);
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    private static StoreUnavailableException NoKey(string file, Exception? cause) =>
        new($"'{file}' holds no master key", $"Write 32 random bytes as base64 into a new file, as 'openssl rand -base64 32' gives them; never change one that a store was sealed with", cause);
}
