using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Host.Import;

/// <summary>
/// Reads the mapping file of a foreign topic: the notation of <c>nba import</c>, with fields of JSON records in place of columns. Every fault has its line and column.
/// </summary>
/// <param name="vocabulary">The words in force.</param>
/// <param name="own">Topics of the engine's own, which it must not feed on.</param>
internal sealed class RecordMappingReader(VocabularyBook vocabulary, IReadOnlyCollection<string> own)
{
    private static readonly string[] Stand = [RecordMapping.Key, RecordMapping.Timestamp];

    /// <summary>Every <c>*.json</c> of a folder, by name.</summary>
    /// <returns>The mappings; fewer than there are files after problems.</returns>
    public IReadOnlyList<RecordMapping> Load(string folder, ProblemList problems)
    {
        var mappings = new List<RecordMapping>();
        if (!Directory.Exists(folder))
        {
            problems.Add(new SourceMark(folder, 1, 1), ProblemCode.MissingFile,
                $"there is no folder '{Path.GetFullPath(folder)}'; Nba:Kafka:Intake names the folder of the mappings of foreign topics");
            return mappings;
        }
        string[] files = [.. Directory.EnumerateFiles(folder, "*.json").Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)];
        if (files.Length == 0) problems.Add(new SourceMark(folder, 1, 1), ProblemCode.MissingFile, $"there is no *.json here: each foreign topic has a mapping file");
        foreach (var file in files)
        {
            var name = file.Replace('\\', '/');
            try
            {
                if (Parse(new SourceFile(name, File.ReadAllText(file)), mappings, problems) is { } mapping) mappings.Add(mapping);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                problems.Add(new SourceMark(name, 1, 1), ProblemCode.MissingFile, $"the file cannot be read ({fault.Message}); check its rights");
            }
        }
        return mappings;
    }

    /// <summary>One file; null after problems.</summary>
    public RecordMapping? Parse(SourceFile file, IReadOnlyList<RecordMapping> before, ProblemList problems)
    {
        var faults = problems.Count;
        if (SourceParser.Parse(file, problems) is not { } node || SourceObject.Open(node, problems) is not { } root) return null;
        root.Text("zh");
        root.Text("en");
        var topic = Topic(root, before, problems);
        var cloudEvents = root.Word("records", "json", "cloudevents") == "cloudevents";
        var mapping = new RecordMapping(topic, file.Path, root.MarkOf("topic"), cloudEvents ? null : Rows(root, topic, problems), cloudEvents ? null : root.Text("id"));
        if (!cloudEvents) Places(root.Node, problems);
        root.Done();
        return problems.Count == faults ? mapping : null;
    }

    private string Topic(SourceObject root, IReadOnlyList<RecordMapping> before, ProblemList problems)
    {
        var topic = root.RequiredText("topic");
        void Fault(ProblemCode code, Sentence message) => problems.Add(root.MarkOf("topic"), code, message);
        if (root.Any("topic") is not { Kind: SourceKind.Text }) return topic;
        if (topic.Length is 0 or > RecordMapping.MostTopicLength || topic is "." or ".." || !topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            Fault(ProblemCode.WrongKind, $"a topic has 1 to {RecordMapping.MostTopicLength} letters, digits, points, - or _");
        if (own.Contains(topic)) Fault(ProblemCode.WrongKind, $"'{topic}' is a topic of this bank's own, and would feed on itself");
        if (before.FirstOrDefault(m => m.Topic == topic) is { } other) Fault(ProblemCode.DuplicateName, $"'{topic}' is mapped by {other.File} already");
        return topic;
    }

    private ImportMapping Rows(SourceObject root, string topic, ProblemList problems)
    {
        var words = new MappedWords(vocabulary, problems);
        var reader = new ImportMappingReader(problems, "field", words);
        var type = root.Required("type") is { } node ? SourceObject.Open(node, problems) : null;
        var shared = reader.Fields(root.Map("data"));
        var when = root.Object("time") is { } time
            ? reader.Time(time, time.RequiredText("field"), done: true)
            : new ImportTime(RecordMapping.Timestamp, ImportTime.UnixMilliseconds, null);
        var rows = new ImportMapping
        {
            Source = root.Text("source") ?? topic,
            Subject = root.RequiredText("subject"),
            Time = when,
            TypeColumns = reader.Types(type),
            Events = type is null ? [] : reader.Events(type, shared, when),
            Otherwise = ImportMappingReader.Otherwise(type),
            History = root.Truth("history"),
        };
        words.CheckShared(root);
        type?.Done();
        return rows;
    }

    // Wherever a field is named: its members, with points between, or one of the two words that stand for what is no field.
    private static void Places(SourceNode node, ProblemList problems)
    {
        foreach (var member in node.Members)
        {
            if (member.Value.Kind == SourceKind.Text && member.Name is "field" or "subject" or "id") Place(member.Value, problems);
            else if (member.Name == "fields") Each(member.Value, Place, problems);
            else if (member.Name is not ("words" or "constant")) Places(member.Value, problems);
        }
        foreach (var item in node.Items) Places(item, problems);
    }

    private static void Each(SourceNode node, Action<SourceNode, ProblemList> check, ProblemList problems)
    {
        foreach (var item in node.Kind == SourceKind.Array ? node.Items : [node]) check(item, problems);
    }

    private static void Place(SourceNode field, ProblemList problems)
    {
        if (field.Kind != SourceKind.Text || Stand.Contains(field.Text)) return;
        if (field.Text.StartsWith('$'))
            problems.AddUnknown(field.Mark, ProblemCode.UnknownWord, field.Text, $"part of a record", Stand);
        else if (field.Text.Split('.').Any(m => m.Length == 0))
            problems.Add(field.Mark, ProblemCode.WrongKind, $"'{field.Text}' is no field: name members with points between, as account.owner");
    }
}
