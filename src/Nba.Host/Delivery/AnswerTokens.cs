using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Nba.Engine.Actions;
using Nba.Engine.Vocabulary;
using Nba.Host.Settings;

namespace Nba.Host.Delivery;

/// <summary>What a link to answer by says.</summary>
/// <param name="Outcome">The answer it is for, as <c>done</c>.</param>
/// <param name="Action">Identity of the action.</param>
/// <param name="Version">The version that was seen.</param>
/// <param name="Customer">The customer.</param>
/// <param name="Owner">Whose link it is.</param>
/// <param name="Language">Language of its page.</param>
/// <param name="Until">Last day number on which it is good.</param>
internal sealed record AnswerToken(string Outcome, UInt128 Action, int Version, string Customer, string Owner, string Language, int Until);

/// <summary>
/// Seals what a link says with AES-GCM (NIST SP 800-38D), so that nobody reads a customer from an address and nobody makes one up. The nonce is a keyed hash of the content, so the same link is the
/// same text whenever it is made. Thread-safe.
/// </summary>
internal sealed class AnswerTokens(byte[] key)
{
    private const int Nonce = 12, Tag = 16, Head = 27;

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 64;

    /// <summary>The key of a file, which is made, for its owner alone to read, where there is none.</summary>
    /// <exception cref="CannotStartException">The file holds something else: a new key would end every link that is out.</exception>
    public static byte[] KeyOf(string file)
    {
        if (File.Exists(file))
        {
            var known = File.ReadAllBytes(file);
            return known.Length == KeyBytes ? known : throw new CannotStartException($"'{file}' has {known.Length} bytes, and the key of links to answer by has {KeyBytes}: put back the one it held, or delete it, with which the links that are out end");
        }
        var made = RandomNumberGenerator.GetBytes(KeyBytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Whole or not at all: half a key would be taken for one that somebody broke.
        var half = file + ".half";
        using (var stream = new FileStream(half, options))
        {
            stream.Write(made);
            stream.Flush(flushToDisk: true);
        }
        File.Move(half, file);
        return made;
    }

    /// <summary>As a part of an address.</summary>
    public string Seal(AnswerToken token)
    {
        byte[] plain = [.. new byte[Head], .. Encoding.UTF8.GetBytes($"{token.Customer}\0{token.Owner}")];
        plain[0] = 1;
        plain[1] = (byte)BuiltIn.Outcomes.IndexOf(token.Outcome);
        plain[2] = token.Language == "zh-CN" ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(3), token.Until);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(7), token.Version);
        BinaryPrimitives.WriteUInt128BigEndian(plain.AsSpan(11), token.Action);
        var sealedBytes = new byte[Nonce + plain.Length + Tag];
        HMACSHA256.HashData(key.AsSpan(32), plain).AsSpan(0, Nonce).CopyTo(sealedBytes);
        using var aes = new AesGcm(key.AsSpan(0, 32), Tag);
        aes.Encrypt(sealedBytes.AsSpan(0, Nonce), plain, sealedBytes.AsSpan(Nonce, plain.Length), sealedBytes.AsSpan(Nonce + plain.Length));
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>What a link says; null for one that was not made here.</summary>
    public AnswerToken? Open(string text)
    {
        if (text.Length > 2048 || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: > Nonce + Tag + Head } sealedBytes) return null;
        var plain = new byte[sealedBytes.Length - Nonce - Tag];
        using var aes = new AesGcm(key.AsSpan(0, 32), Tag);
        try
        {
            aes.Decrypt(sealedBytes.AsSpan(0, Nonce), sealedBytes.AsSpan(Nonce, plain.Length), sealedBytes.AsSpan(Nonce + plain.Length), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        // The one text that this was sealed as: other ways to write the same bytes would be other links, each good once.
        return Base64Url.EncodeToString(sealedBytes) == text && plain[0] == 1 && Encoding.UTF8.GetString(plain.AsSpan(Head)).Split('\0') is [var customer, var owner]
            ? new AnswerToken(BuiltIn.Outcomes.Values[plain[1]], BinaryPrimitives.ReadUInt128BigEndian(plain.AsSpan(11)), BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(7)), customer, owner, plain[2] == 1 ? "zh-CN" : "en", BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(3)))
            : null;
    }

    /// <summary>The links of an action under an address.</summary>
    public AnswerLinks Links(Uri address, string owner, Api.ActionAnswer action, string language, int until)
    {
        _ = ActionIdentity.TryParse(action.Id, out var id);
        string Link(string outcome) => $"{address.ToString().TrimEnd('/')}/answer/{Seal(new AnswerToken(outcome, id, action.Version, action.Customer, owner, language, until))}";
        return new AnswerLinks(Link("done"), Link("accepted"), Link("declined"), Link("snoozed"));
    }
}
