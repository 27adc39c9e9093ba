using Nba.Engine.Sources;

namespace Nba.Host.Import;

/// <summary>How records of a foreign topic become activities: one file of the intake folder, read and checked. Immutable; safe for any thread.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="File">The file, as problems name it.</param>
/// <param name="At">Where the file names the topic.</param>
/// <param name="Rows">The mapping, its columns being fields of the record; null where the records are CloudEvents already.</param>
/// <param name="Id">The field that names the record in its topic; null to go by its partition and offset.</param>
internal sealed record RecordMapping(string Topic, string File, SourceMark At, ImportMapping? Rows, string? Id)
{
    /// <summary>Stands for the record's key, as text, where a field is named.</summary>
    public const string Key = "$key";

    /// <summary>Stands for the record's timestamp, in milliseconds since 1970.</summary>
    public const string Timestamp = "$timestamp";

    /// <summary>The longest name of a topic whose records' ids fit into an event.</summary>
    public const int MostTopicLength = 200;
}
