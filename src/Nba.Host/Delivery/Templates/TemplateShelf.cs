using Nba.Engine.Sources;

namespace Nba.Host.Delivery.Templates;

/// <summary>Finds templates by name: those in a folder of the bank's own before those that are shipped. Files are read when they are asked for. Safe for any thread.</summary>
/// <param name="folder">The bank's own folder; null for none.</param>
internal sealed class TemplateShelf(string? folder = null)
{
    private const string Extension = ".json";
    private const string Resources = "Nba.Host.Delivery.Templates.";

    /// <summary>Names of the shipped templates, sorted.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
    [
        .. typeof(TemplateShelf).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Resources, StringComparison.Ordinal) && n.EndsWith(Extension, StringComparison.Ordinal))
            .Select(n => n[Resources.Length..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Names of all, sorted: the bank's own, and the shipped ones.</summary>
    public IReadOnlyList<string> Names => [.. Own().Keys.Union(Shipped).Order(StringComparer.Ordinal)];

    /// <summary>The file of a shipped template, as a bank may copy it; null for an unknown name.</summary>
    public static SourceFile? ShippedFile(string name)
    {
        if (!Shipped.Contains(name)) return null;
        using var reader = new StreamReader(typeof(TemplateShelf).Assembly.GetManifestResourceStream(Resources + name + Extension)!);
        return new SourceFile("shipped/" + name + Extension, reader.ReadToEnd());
    }

    /// <summary>The template of that name; null after problems: its own, or that there is none of that name.</summary>
    /// <param name="name">Its name: that of the file without <c>.json</c>.</param>
    /// <param name="asked">Where the name stands.</param>
    /// <param name="problems">Where faults go.</param>
    public MessageTemplate? Find(string name, SourceMark asked, ProblemList problems)
    {
        try
        {
            var file = Own().TryGetValue(name, out var path) ? new SourceFile(path, File.ReadAllText(path)) : ShippedFile(name);
            if (file is not null) return MessageTemplate.Parse(file, problems);
            problems.AddUnknown(asked, ProblemCode.UnknownTarget, name, $"message template (there are {string.Join(", ", Names)})", Names);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            problems.Add(asked, ProblemCode.MissingFile, $"the template '{name}' cannot be read ({fault.Message}); check its rights");
        }
        return null;
    }

    // A name is looked up among those there are and never made into a path. A folder that is not there is an empty one: who names it says so.
    private SortedDictionary<string, string> Own()
    {
        var own = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (folder is null || !Directory.Exists(folder)) return own;
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (!Path.GetFileName(file).StartsWith('.')) own[Path.GetFileNameWithoutExtension(file)] = file.Replace('\\', '/');
        }
        return own;
    }
}
