using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Nba.Host.Stages;
using Nba.Host.Transport;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Nba.Host.Api;

/// <summary>Sends the meter and the spans to a collector by OTLP, where the environment names one; else nothing leaves the process.</summary>
internal static class Telemetry
{
    /// <summary>The variable that names the collector, as OpenTelemetry has it.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // By default it is; the library leaves these variables to its host.
    private static bool IsWanted(string exporter) => Environment.GetEnvironmentVariable(exporter) != "none";

    /// <summary>Adds the export, or nothing.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint))) return;
        // The host reads no variables of the machine; those of OpenTelemetry are for its exporter alone.
        builder.Configuration.AddInMemoryCollection(Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(v => new KeyValuePair<string, string?>((string)v.Key, (string?)v.Value)).Where(v => v.Key.StartsWith("OTEL_", StringComparison.Ordinal)));
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(r => r.AddService("nba").AddEnvironmentVariableDetector());
        if (IsWanted("OTEL_METRICS_EXPORTER")) telemetry.WithMetrics(metrics => metrics.AddMeter(StageMeter.Name).AddOtlpExporter());
        // Spans of the server itself would name customers in paths.
        if (IsWanted("OTEL_TRACES_EXPORTER")) telemetry.WithTracing(traces => traces.AddSource(RecordSpans.SourceName).AddOtlpExporter());
    }
}
