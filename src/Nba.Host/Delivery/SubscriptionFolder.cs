using Nba.Engine.Sources;

namespace Nba.Host.Delivery;

/// <summary>What a folder of subscriptions holds.</summary>
/// <param name="Subscriptions">Those without a fault; null where the folder itself cannot be read.</param>
/// <param name="Faulty">Names of the others: what was in force of them stays.</param>
/// <param name="Problems">All faults.</param>
internal sealed record SubscriptionLoad(IReadOnlyList<Subscription>? Subscriptions, IReadOnlyList<string> Faulty, IReadOnlyList<RuleProblem> Problems);

/// <summary>Reads the subscriptions of a folder, <c>*.json</c> of it alone, again and again. Used by one thread at a time.</summary>
/// <param name="folder">The folder.</param>
/// <param name="language">Language where a file names none.</param>
/// <param name="interval">How often it is looked at.</param>
/// <param name="forms">The forms there are.</param>
internal sealed class SubscriptionFolder(string folder, string language, TimeSpan interval, DeliveryForms forms)
{
    private readonly Lock _one = new();
    private IReadOnlyList<SourceFile>? _known;
    private IReadOnlyList<RuleProblem> _told = [];

    /// <summary>How often it is looked at.</summary>
    public TimeSpan Interval => interval;

    /// <summary>What it holds, when that is not what it held at the last look; else null.</summary>
    public SubscriptionLoad? Changed()
    {
        lock (_one)
        {
            var problems = new ProblemList();
            var files = Read(problems);
            var unreadable = problems.Sorted();
            // What is wrong is told once, and not at each look.
            if (_known is not null && files.SequenceEqual(_known) && unreadable.SequenceEqual(_told)) return null;
            (_known, _told) = (files, unreadable);
            return Load(files, problems);
        }
    }

    /// <summary>The file of a subscription; null when there is none.</summary>
    public string? Text(string name) => SubscriptionReader.IsName(name) && File.Exists(Place(name)) ? File.ReadAllText(Place(name)) : null;

    /// <summary>Writes the file of a subscription, whole or not at all; answers its faults, and writes nothing then.</summary>
    public IReadOnlyList<RuleProblem> Write(string name, string text)
    {
        var problems = new ProblemList();
        if (SubscriptionReader.IsName(name)) new SubscriptionReader(folder, forms, problems).Read(new SourceFile(name + ".json", text), language);
        else problems.Add(new SourceMark(name, 1, 1), ProblemCode.WrongKind, $"a subscription is called by 1 to 64 small letters, digits or -");
        if (problems.Count > 0) return problems.Sorted();
        var half = Path.Combine(folder, $".{name}.half");
        File.WriteAllText(half, text);
        File.Move(half, Place(name), overwrite: true);
        return [];
    }

    /// <summary>Removes the file of a subscription; false when there is none.</summary>
    public bool Remove(string name)
    {
        if (Text(name) is null) return false;
        File.Delete(Place(name));
        return true;
    }

    private string Place(string name) => Path.Combine(folder, name + ".json");

    private SubscriptionLoad Load(IReadOnlyList<SourceFile> files, ProblemList problems)
    {
        var reader = new SubscriptionReader(folder, forms, problems);
        if (problems.Count > 0) return new SubscriptionLoad(null, [], problems.Sorted());
        var read = files.Select(f => (Name: Path.GetFileNameWithoutExtension(f.Path), Subscription: reader.Read(f, language))).ToList();
        return new SubscriptionLoad([.. read.Select(r => r.Subscription).OfType<Subscription>()], [.. read.Where(r => r.Subscription is null).Select(r => r.Name)], problems.Sorted());
    }

    private List<SourceFile> Read(ProblemList problems)
    {
        var files = new List<SourceFile>();
        if (!Directory.Exists(folder))
        {
            problems.Add(new SourceMark(folder, 1, 1), ProblemCode.MissingFile, $"there is no folder '{Path.GetFullPath(folder)}'; Nba:Delivery:Folder names the folder of the subscriptions");
            return files;
        }
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal))
        {
            try
            {
                files.Add(new SourceFile(Path.GetFileName(path), File.ReadAllText(path)));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                problems.Add(new SourceMark(Path.GetFileName(path), 1, 1), ProblemCode.MissingFile, $"the file cannot be read: {fault.Message}");
            }
        }
        return files;
    }
}
