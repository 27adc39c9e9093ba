using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Nba.Engine.Sources;
using Nba.Host.Stages;
using Nba.Host.State;
using Nba.Host.State.Sealing;

namespace Nba.Host.Settings;

/// <summary>Reads every option class from the configuration and checks all of it, names that nothing reads included, before anything starts.</summary>
public sealed partial class SettingsReader
{
    private readonly List<SettingFault> _faults = [];

    private SettingsReader()
    {
    }

    /// <summary>The settings, or every fault at once.</summary>
    public static SettingsLoad Read(IConfiguration configuration)
    {
        var reader = new SettingsReader();
        var root = configuration.GetSection(HostOptions.Section);
        var host = reader.Fill(new HostOptions(), root, StoreOptions.Section, StageOptions.Section, QueueOptions.Section, KafkaOptions.Section, DeliveryOptions.Section, AccessOptions.Section, PrivacyOptions.Section);
        var store = root.GetSection(StoreOptions.Section);
        var settings = new HostSettings(host, reader.Fill(new StoreOptions { Directory = Path.Combine(host.Data, HostSettings.StoreFolder) }, store),
            reader.Fill(new StageOptions(), root.GetSection(StageOptions.Section)), reader.Kafka(root.GetSection(KafkaOptions.Section)))
        {
            Queue = reader.Fill(new QueueOptions(), root.GetSection(QueueOptions.Section)),
            Delivery = reader.Fill(new DeliveryOptions(), root.GetSection(DeliveryOptions.Section)),
            Access = reader.Fill(new AccessOptions(), root.GetSection(AccessOptions.Section)),
            Privacy = reader.Fill(new PrivacyOptions(), root.GetSection(PrivacyOptions.Section)),
        };
        reader.Together(settings, $"{HostOptions.Section}:{AccessOptions.Section}:");
        reader.Sealed(settings);
        return reader._faults.Count == 0 ? new SettingsLoad(settings, []) : new SettingsLoad(null, [.. reader._faults.OrderBy(f => f.Key, StringComparer.Ordinal)]);
    }

    private void Sealed(HostSettings settings)
    {
        if (!settings.Privacy.IsOn) return;
        var (section, keys) = ($"{HostOptions.Section}:{PrivacyOptions.Section}:", settings.Privacy.KeysOf(settings.Host.Data));
        if (settings.Kafka.IsOn) _faults.Add(new SettingFault(section + nameof(PrivacyOptions.KeyFile), settings.Privacy.KeyFile, $"must be left out on a cluster: customers' data are sealed in the store of one process alone, and topics would hold them in clear"));
        if (IsIn(settings.Host.Data, settings.Privacy.KeyFile!.Trim())) _faults.Add(new SettingFault(section + nameof(PrivacyOptions.KeyFile), settings.Privacy.KeyFile, $"must lie outside of the data directory, whose copies must hold no key"));
        if (IsIn(settings.Host.Data, keys)) _faults.Add(new SettingFault(section + nameof(PrivacyOptions.Keys), keys, $"must lie outside of the data directory, whose copies must hold no key"));
        settings.Store.Seal = new SealPlaces(settings.Privacy.KeyFile.Trim(), keys);
    }

    private static bool IsIn(string folder, string file) => Path.GetFullPath(file).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // What no setting shows by itself.
    private void Together(HostSettings settings, string section)
    {
        var access = settings.Access;
        void Missing(bool isMissing, string name, string? value, Sentence must)
        {
            // One that is wrong by itself is told so.
            if (isMissing && _faults.TrueForAll(f => f.Key != section + name)) _faults.Add(new SettingFault(section + name, value, must));
        }
        Missing(!string.IsNullOrWhiteSpace(access.Authority) && string.IsNullOrWhiteSpace(access.Audience), nameof(AccessOptions.Audience), access.Audience, $"must say what tokens are made out to, as the identity provider is set up for this host");
        Missing(Uri.TryCreate(access.Authority?.Trim(), UriKind.Absolute, out var authority) && authority is { Scheme: "http", IsLoopback: false }, nameof(AccessOptions.Authority), access.Authority, $"must begin with https://: whoever can change what comes from there can make tokens");
        Missing(access.CanSignIn && string.IsNullOrWhiteSpace(access.Authority), nameof(AccessOptions.Authority), access.Authority, $"must name the identity provider at which browsers sign in by Nba:Access:ClientId");
        Missing(access.CanSignIn != !string.IsNullOrWhiteSpace(access.ClientSecretFile), access.CanSignIn ? nameof(AccessOptions.ClientSecretFile) : nameof(AccessOptions.ClientId), access.CanSignIn ? access.ClientSecretFile : access.ClientId, $"must be set where the other of Nba:Access:ClientId and Nba:Access:ClientSecretFile is: browsers sign in by both");
        Missing(string.IsNullOrWhiteSpace(access.CertificateFile) != string.IsNullOrWhiteSpace(access.CertificateKeyFile), nameof(AccessOptions.CertificateKeyFile), access.CertificateKeyFile, $"must stand beside Nba:Access:CertificateFile, or neither of them");
        if (ListenAddress.TryParse(settings.Host.Listen, out _) || !ListenAddress.TryParseAny(settings.Host.Listen, out _)) return;
        if (!access.IsOn) _faults.Add(new SettingFault($"{HostOptions.Section}:{nameof(HostOptions.Listen)}", settings.Host.Listen, $"must be an address of this machine alone, as 127.0.0.1:5080 or [::1]:5080, while nobody is asked who they are: set up Nba:Access first, or come through a proxy that asks"));
        Missing(access.IsOn && string.IsNullOrWhiteSpace(access.CertificateFile) && !access.PlainHttp, nameof(AccessOptions.CertificateFile), access.CertificateFile, $"must name the host's certificate when other machines reach it; behind a proxy that ends TLS, say so by Nba:Access:PlainHttp");
        Missing(access.IsOn && access.HostNames.Count == 0, nameof(AccessOptions.Hosts), access.Hosts, $"must say under which names other machines reach the host, as nba.bank.example");
    }

    private T Fill<T>(T options, IConfigurationSection section, params string[] parts) where T : class
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }).ToList();
        string[] known = [.. properties.Select(p => p.Name), .. parts];
        foreach (var child in section.GetChildren().Where(c => !known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
            _faults.Add(new SettingFault(child.Path, KafkaClientNames.IsSecret(child.Key) ? Hidden : child.Value, $"is no setting, so take it out or mend its name{NearMiss.Hint(child.Key, known)}"));
        foreach (var property in properties) Fill(options, property, section);
        return options;
    }

    private void Fill(object options, PropertyInfo property, IConfigurationSection section)
    {
        var key = $"{section.Path}:{property.Name}";
        if (section[property.Name] is { } text)
        {
            if (!TryConvert(text, property.PropertyType, out var value))
            {
                _faults.Add(new SettingFault(key, text, Must(property)));
                return;
            }
            property.SetValue(options, value);
        }
        var now = property.GetValue(options);
        foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
        {
            if (rule.IsValid(now)) continue;
            _faults.Add(new SettingFault(key, Convert.ToString(now, CultureInfo.InvariantCulture), Must(property)));
            return;
        }
    }

    private static bool TryConvert(string text, Type type, out object? value)
    {
        value = null;
        try
        {
            value = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text.Trim());
            return true;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static Sentence Must(PropertyInfo property)
    {
        if (property.PropertyType == typeof(bool)) return Sentence.Of($"must be true or false");
        if (property.GetCustomAttribute<RangeAttribute>() is { } range) return Sentence.Of($"must be a whole number from {range.Minimum} to {range.Maximum}");
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } words) return Sentence.Of($"must be one of {string.Join(", ", words.Values)}");
        if (property.GetCustomAttribute<RegularExpressionAttribute>()?.ErrorMessage is { } form) return Sentence.Fixed(form);
        return property.GetCustomAttribute<ListenAttribute>() is not null ? Sentence.Fixed(ListenAttribute.Must) : Sentence.Of($"must not be empty");
    }
}
