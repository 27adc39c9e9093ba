using System.Text.Json.Serialization;
using Nba.Engine;

namespace Nba.Host.Transport;

/// <summary>Journal entries as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
public sealed partial class JournalJson : JsonSerializerContext;
