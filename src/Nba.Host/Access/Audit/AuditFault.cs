using System.Text.Json.Serialization;
using Nba.Engine.Sources;

namespace Nba.Host.Access.Audit;

/// <summary>What is wrong at a place of an audit log.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuditFaultKind>))]
internal enum AuditFaultKind
{
    /// <summary>A line is not written as lines of the log are.</summary>
    [JsonStringEnumMemberName("form")]
    Form = 1,

    /// <summary>A line's hash is not that of its bytes.</summary>
    [JsonStringEnumMemberName("altered")]
    Altered = 2,

    /// <summary>A line's number is not the next one.</summary>
    [JsonStringEnumMemberName("number")]
    Number = 3,

    /// <summary>A line names another hash before it than the line before it has.</summary>
    [JsonStringEnumMemberName("previous")]
    Previous = 4,

    /// <summary>A line stands in the file of another day.</summary>
    [JsonStringEnumMemberName("file")]
    File = 5,

    /// <summary>A file ends in the middle of a line although others follow, or with more than a crash leaves.</summary>
    [JsonStringEnumMemberName("end")]
    End = 6,

    /// <summary>The log is not the one whose head was kept, or ends before it.</summary>
    [JsonStringEnumMemberName("head")]
    Head = 7,

    /// <summary>Something lies in the folder that is no part of the log.</summary>
    [JsonStringEnumMemberName("stray")]
    Stray = 8,
}

/// <summary>One fault of an audit log.</summary>
/// <param name="File">Name of the file; null where it is of the log as a whole.</param>
/// <param name="Line">Its line, from 1; null for the file as a whole.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Must">What must be there; null where that cannot be told.</param>
/// <param name="Is">What is there.</param>
internal sealed record AuditFault(string? File, long? Line, AuditFaultKind Kind, string? Must, string? Is)
{
    /// <summary>In words: where, what must be, and what is.</summary>
    [JsonIgnore]
    public Sentence Told => Kind switch
    {
        AuditFaultKind.Form => $"{File}:{Line}: must be a line as the audit log writes them, is another",
        AuditFaultKind.Altered => $"{File}:{Line}: the line was altered: its hash must be {Must}, is {Is}",
        AuditFaultKind.Number => $"{File}:{Line}: lines were removed, added or moved: the number must be {Must}, is {Is}",
        AuditFaultKind.Previous => $"{File}:{Line}: it does not follow on the line before it: the hash before it must be {Must}, is {Is}",
        AuditFaultKind.File => $"{File}:{Line}: the line's file must be {Must}, is {Is}",
        AuditFaultKind.End => $"{File}:{Line}: the file must end with a whole line, ends with {Is} bytes of another: it was cut off, or written to",
        AuditFaultKind.Head when File is null => $"the end was cut off: the log must reach {Must}, which was kept elsewhere, ends at {Is}",
        AuditFaultKind.Head => $"{File}:{Line}: the line must be {Must}, which was kept elsewhere, is {Is}",
        _ => $"{File}: only files of the audit log must lie in its folder, this is none: it was renamed, or belongs elsewhere",
    };
}
