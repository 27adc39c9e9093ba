namespace Nba.Host.Settings;

/// <summary>Whether what is held of customers is sealed on the disk, each with a key of their own. Off unless a master key is named; a store that was sealed once stays so.</summary>
public sealed class PrivacyOptions
{
    /// <summary>The section of the configuration that holds these.</summary>
    public const string Section = "Privacy";

    /// <summary>File of the master key, 32 random bytes as base64, which wraps customers' keys; null or empty: nothing is sealed that is not already.</summary>
    public string? KeyFile { get; set; }

    /// <summary>File of customers' keys; null: <c>customers.keys</c> in a folder beside the data directory, named like it with <c>-keys</c> behind. Never inside of the data directory, whose copies must hold no key.</summary>
    public string? Keys { get; set; }

    /// <summary>Whether a master key is named.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(KeyFile);

    /// <summary>Where customers' keys lie for a data directory.</summary>
    public string KeysOf(string data) => string.IsNullOrWhiteSpace(Keys) ? Path.Combine(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)) + "-keys", "customers.keys") : Keys.Trim();
}
