using System.Text.Json;

namespace Nba.Engine.Events;

/// <summary>The attributes of a CloudEvent that the engine reads.</summary>
internal enum Attribute
{
    Other, SpecVersion, Id, Source, Type, Subject, Time, Data, History,
}

/// <summary>The attributes' values as slices of the event's bytes.</summary>
internal struct Envelope
{
    public ReadOnlyMemory<byte> SpecVersion, Id, Source, Type, Subject, Time, Data;
    public bool History;

    public void Set(Attribute name, ReadOnlyMemory<byte> value)
    {
        switch (name)
        {
            case Attribute.SpecVersion: SpecVersion = value; break;
            case Attribute.Id: Id = value; break;
            case Attribute.Source: Source = value; break;
            case Attribute.Type: Type = value; break;
            case Attribute.Subject: Subject = value; break;
            case Attribute.Time: Time = value; break;
        }
    }
}

/// <summary>Names of the attributes; <c>nbahistory</c> is an extension attribute of ours.</summary>
internal static class Attributes
{
    public static Attribute Find(ref Utf8JsonReader reader) => reader.ValueSpan.Length switch
    {
        2 when reader.ValueTextEquals("id"u8) => Attribute.Id,
        4 when reader.ValueTextEquals("type"u8) => Attribute.Type,
        4 when reader.ValueTextEquals("time"u8) => Attribute.Time,
        4 when reader.ValueTextEquals("data"u8) => Attribute.Data,
        6 when reader.ValueTextEquals("source"u8) => Attribute.Source,
        7 when reader.ValueTextEquals("subject"u8) => Attribute.Subject,
        10 when reader.ValueTextEquals("nbahistory"u8) => Attribute.History,
        11 when reader.ValueTextEquals("specversion"u8) => Attribute.SpecVersion,
        _ => Attribute.Other,
    };

    public static string Name(Attribute name) => name.ToString().ToLowerInvariant();
}
