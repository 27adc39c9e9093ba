using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Access;
using Nba.Host.Console;
using Nba.Host.Delivery;
using Nba.Host.Delivery.Calendar;
using Nba.Host.Privacy;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>
/// One bank's host in this process: the store, the stage, the pages and whatever hands events in beside them. Made by <see cref="Open"/>, started once,
/// stopped once; what it took in is durable or was never acknowledged.
/// </summary>
public sealed class BankHost : IAsyncDisposable
{
    /// <summary>In the data directory while a host runs: where it listens, for commands that find its store taken.</summary>
    public const string AddressFile = "listening";

    private readonly ICarrier _carrier;
    private readonly DeliveryStore? _deliveries;
    private readonly HostSettings _settings;

    private BankHost(HostSettings settings, ICarrier carrier, DeliveryStore? deliveries, WebApplication app) => (_settings, _carrier, _deliveries, App) = (settings, carrier, deliveries, app);

    /// <summary>The web application, with all services.</summary>
    public WebApplication App { get; }

    /// <summary>Where it listens for this machine's own commands; known once it has started.</summary>
    public Uri Address => new(Addresses[^1]);

    /// <summary>Everywhere it listens: where it was told to, and where that is not this machine's alone or takes TLS, once more for commands; known once it has started.</summary>
    public IReadOnlyList<string> Addresses => [.. App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Why a stage stopped by itself, if one did.</summary>
    public Exception? Failure => _carrier.Failure;

    /// <summary>Opens everything; nothing runs yet.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="time">The clock of arrival times, ticks and waits.</param>
    /// <param name="more">Adds whatever hands events in; such services start after the stages and stop before them.</param>
    /// <param name="logging">Where is said what happens; nowhere when null.</param>
    /// <exception cref="CannotStartException">The rules are faulty and there is no book to go on with, or the cluster is not as it must be.</exception>
    /// <exception cref="StoreUnavailableException">Another process has the store, or it cannot be opened.</exception>
    public static BankHost Open(HostSettings settings, TimeProvider time, Action<WebApplicationBuilder>? more = null, Action<ILoggingBuilder>? logging = null)
    {
        var load = RuleFolder.Load(settings.Host.Rules);
        ICarrier carrier = settings.Kafka.IsOn ? KafkaCarrier.Open(settings, load, time, logging) : EmbeddedCarrier.Open(settings, load, time);
        DeliveryStore? deliveries = null;
        try
        {
            deliveries = carrier.Tables is null ? null : DeliveryStore.Open(settings);
            if (carrier.Tables is { } tables) Erasing.FinishAll(tables, deliveries);
            return new BankHost(settings, carrier, deliveries, Build(settings, carrier, deliveries, load, time, more, logging));
        }
        catch
        {
            deliveries?.Dispose();
            carrier.Dispose();
            throw;
        }
    }

    /// <summary>Starts: answers when the store is read back, deciding has begun and requests are taken.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await App.StartAsync(cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(_settings.Host.Data, AddressFile), Address.ToString(), cancellation).ConfigureAwait(false);
        if (!_settings.Access.IsOn) AccessLog.Open(App.Services.GetRequiredService<ILogger<Callers>>());
        ApiLog.Listening(App.Services.GetRequiredService<ILogger<BankHost>>(), string.Join(", ", Addresses.Select(a => new Uri(a))), _settings.Host.Rules, _carrier.Directory);
        if (_carrier.Tables is not null) ApiLog.Console(App.Services.GetRequiredService<ILogger<BankHost>>(), new Uri(new Uri(Addresses[0]), Links.Root).ToString());
    }

    /// <summary>Stops: requests first, then intake, then everything handed in is decided and made durable.</summary>
    public async ValueTask DisposeAsync()
    {
        await App.StopAsync().ConfigureAwait(false);
        await App.DisposeAsync().ConfigureAwait(false);
        _deliveries?.Dispose();
        _carrier.Dispose();
        File.Delete(Path.Combine(_settings.Host.Data, AddressFile));
        File.Delete(Path.Combine(_settings.Host.Data, LocalKey.File));
    }

    internal static Sentence Faults(string folder, IReadOnlyList<RuleProblem> problems) =>
        $"the rules in '{folder}' have {problems.Count} fault(s), and the store holds no rule book to go on with:\n  {Sentence.Join($"\n  ", ProblemLines.Of(problems))}";

    private static WebApplication Build(HostSettings settings, ICarrier carrier, DeliveryStore? deliveries, RuleBookLoad load, TimeProvider time, Action<WebApplicationBuilder>? more, Action<ILoggingBuilder>? logging)
    {
        // Empty: no variable or file of the machine can add an address, a provider or a page.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "nba", ContentRootPath = AppContext.BaseDirectory });
        Directory.CreateDirectory(settings.Host.Data);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listening.Serve(kestrel, settings));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(settings.Host.StopSeconds));
        Register(builder.Services, settings, carrier, time);
        if (deliveries is not null) RegisterDeliveries(builder.Services, deliveries, carrier, time);
        Telemetry.Add(builder);
        builder.Services.AddSingleton(s => Watcher(s, settings.Host, carrier, load.Book, time)).AddHostedService(s => s.GetRequiredService<RuleFolderWatcher>());
        // Request lines name customers, and there is one for each event; so do the scopes that hosting opens, for whoever prints scopes.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None).AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // What goes wrong at a sign-in is said by the host, without what the identity provider may say of people; and keys lie in the open for whoever may read the bank's data.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication.OpenIdConnect", LogLevel.None).AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        logging?.Invoke(builder.Logging);
        more?.Invoke(builder);
        var app = builder.Build();
        // Else the framework puts its own middleware before all of this, and answers what comes back from the identity provider before anything is checked or limited: who asks is found out below.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        var log = app.Services.GetRequiredService<ILogger<BankHost>>();
        app.Use((context, next) => Problems.Guard(context, next, settings.Access.HostNames, log));
        app.Use((context, next) => Listening.AsSeen(context, next, settings.Access));
        app.UseRouting();
        app.Use(async (context, next) =>
        {
            context.Set(await app.Services.GetRequiredService<Callers>().Of(context).ConfigureAwait(false));
            await next(context).ConfigureAwait(false);
        });
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.Use(new SameOrigin(app.Services.GetRequiredService<AuditTrail>()).Pass);
        var gate = new AccessGate(app.Services.GetService<Queries>(), app.Services.GetRequiredService<AuditTrail>(), settings.Access);
        app.Use(gate.Pass);
        Api.Addresses.Map(app, carrier.Tables is not null);
        return app;
    }

    private static void Register(IServiceCollection services, HostSettings settings, ICarrier carrier, TimeProvider time)
    {
        services.AddLogging();
        services.AddSingleton(settings).AddSingleton(settings.Host).AddSingleton(settings.Store).AddSingleton(settings.Stage);
        services.AddSingleton(time).AddSingleton(carrier.Book);
        // As an instance, which the container does not give back: the host does, last of all.
        services.AddSingleton(carrier);
        carrier.Register(services);
        services.AddAccess(settings);
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<HealthEndpoints>();
        if (carrier is not { Tables: { } tables, Books: { } books }) return;
        services.AddSingleton(books).AddSingleton(new Queries(tables, books, time));
        services.AddSingleton<Intake>().AddSingleton<EventsEndpoint>().AddSingleton<Outcomes>().AddSingleton<OutcomesEndpoint>().AddSingleton<ClaimsEndpoint>().AddSingleton<ReadEndpoints>().AddSingleton<ExplainEndpoints>();
        services.AddSingleton(s => new CampaignQueries(s.GetRequiredService<Queries>(), tables, carrier.Control, time)).AddSingleton<CampaignsEndpoint>().AddSingleton<SignInEndpoint>();
        services.AddSingleton(new CheckpointsEndpoint(tables, settings));
        services.AddSingleton(s => new PersonEndpoints(settings, tables, s.GetRequiredService<Queries>(), s.GetService<DeliveryStore>(), carrier, time));
        if (settings.Delivery.IsOn) services.AddDeliveries(settings, tables, carrier, time);
        services.AddSingleton(new StatisticsReader(tables)).AddSingleton<StatisticsQueries>().AddSingleton<StatisticsEndpoint>();
        services.AddSingleton(new ReportReader(tables, books.Find)).AddSingleton<ReportQueries>().AddSingleton<ReportsEndpoint>();
        services.AddConsole(tables);
    }

    private static void RegisterDeliveries(IServiceCollection services, DeliveryStore deliveries, ICarrier carrier, TimeProvider time)
    {
        services.AddSingleton(deliveries);
        services.AddSingleton(s => new CalendarAddresses(deliveries, carrier.Tables!, s.GetRequiredService<Queries>(), time));
        services.AddSingleton(s => new CalendarFeeds(deliveries, carrier.Tables!, s.GetRequiredService<Queries>())).AddSingleton<CalendarEndpoint>();
    }

    // Watched on top of what the folder held at the start, which need not be the book in force on a cluster: only a change is offered. What was refused is offered again.
    private static RuleFolderWatcher Watcher(IServiceProvider services, Settings.HostOptions options, ICarrier carrier, RuleBook? files, TimeProvider time) =>
        new(options.Rules, files is not null && carrier.Problems.Count == 0 ? files : carrier.Book, carrier.Problems, TimeSpan.FromMilliseconds(options.RulesPollMilliseconds), time, carrier.Offer,
            services.GetRequiredService<ILogger<RuleFolderWatcher>>());
}
