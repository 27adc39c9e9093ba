using System.Reflection;
using Nba.House;

namespace Nba.Host.Tests.House;

public sealed class PackagesTests
{
    private static readonly PackageHome[] Homes =
    [
        new("Microsoft.FeatureManagement", "Microsoft.FeatureManagement", "Microsoft.FeatureManagement", "Campaigns"),
        new("Microsoft.Extensions.Http.Resilience", "Microsoft.Extensions.Http.Resilience", "Microsoft.Extensions.Http.Resilience", "Delivery"),
        new("Microsoft.AspNetCore.Authentication.JwtBearer", "Microsoft.AspNetCore.Authentication.JwtBearer", "Microsoft.AspNetCore.Authentication.JwtBearer", "Access"),
        new("Microsoft.AspNetCore.Authentication.OpenIdConnect", "Microsoft.AspNetCore.Authentication.OpenIdConnect", "Microsoft.AspNetCore.Authentication.OpenIdConnect", "Access"),
        new("Ical.Net", "Ical.Net", "Ical.Net", "Previews", "Delivery/Calendar"),
        new("MailKit", "MailKit", "MailKit", "Delivery/Mail"),
        // Comes along with MailKit, which sends what it makes.
        new("MimeKit", "MimeKit", "MimeKit", "Delivery/Mail"),
        new("CsvHelper", "CsvHelper", "CsvHelper", "Import", "Commands", "Previews"),
        new("Confluent.Kafka", "Confluent.Kafka", "Confluent.Kafka", "Transport/Kafka"),
        new("OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "Api"),
        new("OpenTelemetry.Extensions.Hosting", "OpenTelemetry", "OpenTelemetry.Extensions.Hosting", "Api"),
        new("RocksDB", "RocksDbSharp", "RocksDbSharp", "State", "Transport/Embedded"),
        new("System.CommandLine", "System.CommandLine", "System.CommandLine", "Commands", "Program.cs"),
        new("Spectre.Console", "Spectre.Console", "Spectre.Console", "Commands", "Console"),
        // What comes along with the engine stays the engine's.
        new("Newtonsoft.Json", "Newtonsoft", "Newtonsoft.Json"),
        new("RulesEngine", "RulesEngine", "RulesEngine"),
        new("System.Linq.Dynamic.Core", "System.Linq.Dynamic", "System.Linq.Dynamic.Core"),
        new("NodaTime", "NodaTime", "NodaTime"),
    ];

    [Fact]
    public void A_package_is_named_only_in_its_folders() =>
        Findings.None(PackageHome.Strays("src/Nba.Host", "Nba.Host", Assembly.Load("nba"), Homes));

    [Fact]
    public void Every_referenced_package_has_its_folders() =>
        Findings.None(PackageHome.Homeless("src/Nba.Host/Nba.Host.csproj", Homes));
}
