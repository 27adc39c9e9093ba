namespace Nba.Host.Delivery.Mail;

/// <summary>What came of sending a mail.</summary>
internal enum MailResult
{
    /// <summary>The server took it.</summary>
    Delivered = 1,
    /// <summary>The server said that it does not take it now; another time it may.</summary>
    TryAgain = 2,
    /// <summary>This mail to this address will never be taken.</summary>
    Never = 3,
    /// <summary>The server was not reached, or let nobody in, which says nothing of the mail.</summary>
    Away = 4,
}

/// <summary>What came of sending a mail, and why.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Reason">Why, in words; what the server said is in it.</param>
internal readonly record struct MailOutcome(MailResult Result, string Reason);
