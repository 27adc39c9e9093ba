using Microsoft.Extensions.DependencyInjection;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Host.Campaigns;
using Nba.Host.Delivery;
using Nba.Host.Stages;
using Nba.Host.State;

namespace Nba.Host.Api;

/// <summary>What carries a bank in this process: takes events in, runs the stages, and keeps what pages read. Made before the services, disposed after them.</summary>
internal interface ICarrier : IDisposable
{
    /// <summary>What pages read; null for a process that answers none but those of its health.</summary>
    Store? Tables { get; }

    /// <summary>The books that those rows name.</summary>
    BookCache? Books { get; }

    /// <summary>The book in force at the start.</summary>
    RuleBook Book { get; }

    /// <summary>What kept the rule files from being put in force at the start: their faults, or that they do not go with what is set for campaigns. Empty when nothing did.</summary>
    IReadOnlyList<RuleProblem> Problems { get; }

    /// <summary>Tells whose live actions changed in <see cref="Tables"/>, once that is committed.</summary>
    OwnerChanges Changes { get; }

    /// <summary>Registers the door for events and whatever runs.</summary>
    void Register(IServiceCollection services);

    /// <summary>The control log of campaigns.</summary>
    ICampaignControl Control { get; }

    /// <summary>The rule files of this process changed; answers what keeps them from coming into force.</summary>
    IReadOnlyList<RuleProblem> Offer(RuleBook files);

    /// <summary>Why it does not work; null while it does.</summary>
    string? NotReady { get; }

    /// <summary>The same in words, where there is more to say; or what is amiss while it works.</summary>
    string? Detail { get; }

    /// <summary>Why it stopped by itself, if it did.</summary>
    Exception? Failure { get; }

    /// <summary>Where what is kept here lies.</summary>
    string Directory { get; }

    /// <summary>What runs here over a cluster's partitions; null where there is no cluster.</summary>
    IReadOnlyList<SlotAnswer>? Slots { get; }

    /// <summary>The stages that decide here.</summary>
    IReadOnlyList<DecisionStage> Stages { get; }
}
