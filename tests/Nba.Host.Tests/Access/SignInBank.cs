using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Access;
using Nba.Host.Settings;
using Nba.Host.Tests.Api;

namespace Nba.Host.Tests.Access;

/// <summary>A guarded bank where people sign in with a browser. At <c>/console/own</c> a manager reads and changes who they are taken for, at <c>/console/of/{id}</c> they read a customer.</summary>
internal sealed class SignInBank : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nba-sign-in-");

    private SignInBank() => Heard = new Overheard();

    public GuardedBank Guarded { get; private set; } = null!;

    public RunningBank Bank => Guarded.Bank;

    public CodeFlow Provider => Guarded.Issuer.Browsers;

    /// <summary>By which sign-ins end.</summary>
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public Overheard Heard { get; }

    public string SecretFile => Path.Combine(_folder.FullName, "secret");

    public string Data => Bank.Data;

    /// <summary>Where its pages are.</summary>
    public Uri Home => Bank.Host.Address;

    public string Origin => Home.GetLeftPart(UriPartial.Authority);

    public static async Task<SignInBank> Start(Action<AccessOptions>? change = null)
    {
        var bank = new SignInBank();
        await File.WriteAllTextAsync(bank.SecretFile, CodeFlow.Secret + "\n");
        bank.Guarded = await GuardedBank.Start(
            change: a =>
            {
                (a.ClientId, a.ClientSecretFile) = (CodeFlow.Client, bank.SecretFile);
                change?.Invoke(a);
            },
            more: bank.Clocked,
            set: b => (b.Map, b.Logging) = (Map, logging => logging.AddProvider(bank.Heard)));
        return bank;
    }

    public Browser Browser() => new(Home);

    /// <summary>A browser in which somebody signed in.</summary>
    public async Task<Browser> SignedIn(string person = "rm1", params string[] roles)
    {
        (Provider.Person, Provider.Roles) = (person, roles.Length == 0 ? ["manager"] : roles);
        var browser = Browser();
        var (status, page) = await browser.Visit("/console/own");
        Assert.True(status is 200 or 403, page);
        Assert.NotNull(browser.Cookie);
        return browser;
    }

    public async Task Restart()
    {
        await Bank.Stop();
        await Bank.Run(Clocked);
    }

    public async ValueTask DisposeAsync()
    {
        await Guarded.DisposeAsync();
        Heard.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Map(WebApplication app)
    {
        var managers = new Permission(Roles.Manager);
        RequestDelegate own = c => c.Response.WriteAsync($"{c.Caller().Kind} {c.Caller().Id} {string.Join(',', RoleWords.Words(c.Caller().Roles))}");
        app.MapGet("/console/own", own).WithMetadata(managers);
        app.MapPost("/console/own", own).WithMetadata(managers);
        app.MapGet("/console/of/{id}", own).WithMetadata(new Permission(Roles.Manager, Subject.Customer));
        app.MapGet("/consoles/own", own).WithMetadata(managers);
    }

    private void Clocked(WebApplicationBuilder builder) => builder.Services.PostConfigure<CookieAuthenticationOptions>(SignIn.Cookie, o => o.TimeProvider = Clock);
}
