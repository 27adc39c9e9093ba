namespace Nba.Host.State;

/// <summary>The tables of a partition: the byte behind the partition number in every key.</summary>
public enum Table : byte
{
    /// <summary>Activities by position: arrival time, then the event as it came.</summary>
    Log = 1,
    /// <summary>Journal entries by number.</summary>
    Journal = 2,
    /// <summary>Customer states by customer.</summary>
    Customers = 3,
    /// <summary>Live actions by owner and action.</summary>
    Actions = 4,
    /// <summary>Decision records by customer and number.</summary>
    Decisions = 5,
    /// <summary>Where the partition stands: one row.</summary>
    Head = 6,
    /// <summary>Refused and set-aside activities by position.</summary>
    DeadLetters = 7,
    /// <summary>Rule books by version.</summary>
    Books = 8,
    /// <summary>How far each imported source was read.</summary>
    Progress = 9,
    /// <summary>Contacts made for campaigns, by owner, campaign and action: what budgets count. Rows are only added, so their order never shows.</summary>
    Spent = 10,
    /// <summary>What was last published of an owner's queue, by owner: version and hash.</summary>
    Queues = 11,
    /// <summary>Ranked queues by owner, for whoever reads them: told, never read back here.</summary>
    Published = 12,
    /// <summary>What product owners asked for campaigns, by number: the control log where one process has all partitions.</summary>
    Control = 13,
    /// <summary>Who was erased, by customer: when, why, and whether all of it is done.</summary>
    Erasures = 14,
    /// <summary>What receivers have of actions, by subscription, owner and action: the store of deliveries alone.</summary>
    Deliveries = 31,
    /// <summary>Where each subscription stands: the store of deliveries alone.</summary>
    Subscriptions = 32,
    /// <summary>Messages that could not be delivered, by subscription and number: the store of deliveries alone.</summary>
    Undelivered = 33,
    /// <summary>What a calendar feed showed last, by owner and event: the store of deliveries alone.</summary>
    Feeds = 34,
    /// <summary>Addresses of calendar feeds, by owner, as hashes: the store of deliveries alone.</summary>
    FeedAddresses = 35,
    /// <summary>Links that were answered by, as hashes, with what came of it: the store of deliveries alone.</summary>
    AnsweredLinks = 36,
    /// <summary>Customers who wait for a stated hour, by hour.</summary>
    Waiting = 21,
    /// <summary>How far local rows go where topics are the truth: one row.</summary>
    Stamp = 22,
}
