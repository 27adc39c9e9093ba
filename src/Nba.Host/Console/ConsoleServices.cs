using Microsoft.Extensions.DependencyInjection;
using Nba.Host.Api;
using Nba.Host.State;

namespace Nba.Host.Console;

/// <summary>Registers the console's pages.</summary>
internal static class ConsoleServices
{
    /// <summary>Registers all of them, over committed rows.</summary>
    public static void AddConsole(this IServiceCollection services, Store tables)
    {
        services.AddSingleton<ConsolePages>().AddSingleton<IProblemPages>(s => s.GetRequiredService<ConsolePages>());
        services.AddSingleton(s => new DeskPages(s.GetRequiredService<ConsolePages>(), s.GetRequiredService<Queries>(), tables));
        services.AddSingleton<CustomerPages>().AddSingleton<AnswerForms>().AddSingleton<CampaignPages>().AddSingleton<ReportPages>().AddSingleton<DeliveryPages>().AddSingleton<LiveStream>();
    }
}
