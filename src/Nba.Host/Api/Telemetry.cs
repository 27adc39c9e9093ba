using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Nba.Host.Stages;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Nba.Host.Api;

/// <summary>Sends the meter to a collector by OTLP, where the environment names one; else nothing leaves the process.</summary>
internal static class Telemetry
{
    /// <summary>The variable that names the collector, as OpenTelemetry has it.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds the export, or nothing.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint))) return;
        // The host reads no variables of the machine; those of OpenTelemetry are for its exporter alone.
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(v => new KeyValuePair<string, string?>((string)v.Key, (string?)v.Value)).Where(v => v.Key.StartsWith("OTEL_", StringComparison.Ordinal)));
        builder.Services.AddOpenTelemetry().ConfigureResource(r => r.AddService("nba").AddEnvironmentVariableDetector()).WithMetrics(metrics => metrics.AddMeter(StageMeter.Name).AddOtlpExporter());
    }
}
