using System.CommandLine;
using Nba.Host.Commands;

return await HostCommand.Run(Root(), args);

/// <summary>The program's table of contents: one line a command.</summary>
internal static partial class Program
{
    internal static RootCommand Root() => CommandHelp.On(HostCommand.Speaking(new("Next best actions for a bank's relationship managers.")
    {
        RunCommand.Build(),
        QueueCommand.Build(),
        DecisionCommand.Build(),
        ExplainCommand.Build(),
        WhyNotCommand.Build(),
        PreviewCommand.Build(),
        DeadLettersCommand.Build(),
        DeliveriesCommand.Build(),
        OutcomeCommand.Build(),
        StatisticsCommand.Build(),
        ReportCommand.Build(),
        CampaignCommand.Build(),
        CalendarCommand.Build(),
        AccessCommand.Build(),
        AuditCommand.Build(),
        CustomerCommand.Build(),
        RulesCommand.Build(),
        DemoCommand.Build(),
        ImportCommand.Build(),
        SimulateCommand.Build(),
        ReplayCommand.Build(),
        WhatIfCommand.Build(),
        ArchiveCommand.Build(),
        GoLiveCommand.Build(),
        BackfillCommand.Build(),
        LoanDeskCommand.Build(),
        ComplaintsCommand.Build(),
        CrashCommand.Build(),
    }));
}
