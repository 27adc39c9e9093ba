namespace Nba.Host.Demo;

/// <summary>The event types that the demo writes; the writer's table follows this order.</summary>
internal enum DemoKind : byte
{
    Registered, Assigned, Consent, ProductOpened, ProductClosed, CardOpened, CardClosed, CardUsed, CardDeclined, Salary, Balance, MonthClosed,
    DepositOpened, DepositRenewed, DepositClosed, LoanOpened, PaymentDue, LoanPaid, LoanRepaid, ComplaintReceived, ComplaintReplied, ComplaintClosed,
    RiskAssessed, DocumentExpiring, DocumentRenewed, MailReturned, AddressCorrected, Login, Survey, TransferOut, Booked, Moved, Kept, Missed, Cancelled,
    Company, Settlement, CreditLine, Interest,
}

/// <summary>An event before it is written. What the figures mean depends on the kind; the writer says.</summary>
/// <param name="TimeMs">Event time, in Unix milliseconds.</param>
/// <param name="Customer">Number of the customer.</param>
/// <param name="Kind">Event type.</param>
/// <param name="Key">Number of the thing, or of the manager.</param>
/// <param name="Code">Place in a list of words, or a count.</param>
/// <param name="Amount">Cents.</param>
/// <param name="Day">A day number.</param>
/// <param name="Flag">Yes or no.</param>
internal readonly record struct DemoDraft(long TimeMs, int Customer, DemoKind Kind, int Key = 0, int Code = 0, long Amount = 0, int Day = 0, bool Flag = false);

/// <summary>The words of the vocabulary that the demo uses, by the numbers drafts carry.</summary>
internal static class DemoWords
{
    public const int CurrentAccount = 0, TimeDeposit = 1, LargeCd = 2, Structured = 3, Steady = 4, Balanced = 5, BondFund = 6, CreditCard = 7, GoldCard = 8,
        Insurance = 9, ConsumerLoan = 10, Mortgage = 11, MobileBanking = 12, Payroll = 13, CashManagement = 14, WorkingLoan = 15;

    public const int Travel = 0, Dining = 1;

    public static readonly string[] Products =
    [
        "current-account", "time-deposit", "large-cd", "structured-deposit", "wealth-steady", "wealth-balanced", "bond-fund", "credit-card", "gold-card",
        "travel-insurance", "consumer-loan", "mortgage", "mobile-banking", "payroll-service", "cash-management", "working-capital-loan",
    ];

    public static readonly string[] Spending = ["travel", "dining", "groceries", "fuel", "education", "medical", "online", "other"];
    public static readonly string[] Complaints = ["service", "fee", "product", "system", "sales-conduct", "privacy", "other"];
    public static readonly string[] Channels = ["branch", "phone", "mobile", "web"];
    public static readonly string[] ContactChannels = ["phone", "message", "visit", "app"];
    public static readonly string[] Documents = ["id-card", "business-licence"];
    public static readonly string[] Letters = ["对账单", "信用卡账单", "新产品通知"];
    public static readonly string[] Topics = ["理财咨询", "贷款面谈", "资产检视", "开户资料", "企业结算需求"];
    public static readonly string[] Kinds = ["personal", "corporate", "prospect"];
}
