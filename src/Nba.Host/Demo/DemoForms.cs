using System.Text.Json;

namespace Nba.Host.Demo;

/// <summary>What of a draft a field says.</summary>
internal enum DemoPart : byte
{
    /// <summary>A thing of the customer: a letter for its sort, the customer's number, the key.</summary>
    Thing,
    /// <summary>A word of a list, by the code.</summary>
    Word,
    /// <summary>A word of a list, by the key.</summary>
    WordOfKey,
    /// <summary>A word of a list, by the amount.</summary>
    WordOfAmount,
    /// <summary>The customer whose number is the key.</summary>
    Other,
    /// <summary>The code as a number.</summary>
    Number,
    /// <summary>The amount, cents written as yuan.</summary>
    Cents,
    /// <summary>The day.</summary>
    Day,
    /// <summary>The amount as a day.</summary>
    DayOfAmount,
    /// <summary>The made-up name of a person by the customer's number and the key.</summary>
    PersonName,
    /// <summary>The flag.</summary>
    Flag,
    /// <summary>The amount as a minute of the day.</summary>
    Clock,
    /// <summary>The yearly rate of the deposit product that is the code.</summary>
    Rate,
}

/// <summary>One field of an event type.</summary>
internal readonly record struct DemoField(JsonEncodedText Name, DemoPart Part, string[] Words, char Letter);

/// <summary>How a kind of event is written: its type, and its fields in order.</summary>
internal sealed record DemoForm(DemoKind Kind, JsonEncodedText Type, DemoField[] Fields);

/// <summary>The forms of all kinds, by kind. Registered and Assigned have no fields here: the writer knows whom they are about.</summary>
internal static class DemoForms
{
    private static readonly DemoField Amount = Field("amount", DemoPart.Cents), Product = Word("product", DemoWords.Products), Card = Thing("card", 'C'),
        Deposit = Thing("deposit", 'D'), Loan = Thing("loan", 'L'), Holding = Thing("holding", 'H'), Policy = Thing("policy", 'P'), Order = Thing("order", 'S'),
        Complaint = Thing("complaint", 'Q'), Request = Thing("request", 'R'), Document = Thing("document", 'Z'), Appointment = Thing("appointment", 'A'),
        Account = Thing("account", 'B'), Person = Thing("person", 'M'),
        DueOn = Field("dueOn", DemoPart.Day), ExpiresOn = Field("expiresOn", DemoPart.Day), MaturesOn = Field("maturesOn", DemoPart.Day), EndsOn = Field("endsOn", DemoPart.Day),
        Premium = Field("premium", DemoPart.Cents), Abroad = Field("abroad", DemoPart.Flag), Rate = Field("rate", DemoPart.Rate), AutoRenew = Field("autoRenew", DemoPart.Flag),
        Class = Word("class", DemoWords.Complaints), On = Field("on", DemoPart.Day), Time = Field("time", DemoPart.Clock), DocumentType = Word("type", DemoWords.Documents);

    private static readonly DemoForm[] Table =
    [
        Form(DemoKind.Registered, "customer.registered"),
        Form(DemoKind.Assigned, "customer.assigned"),
        Form(DemoKind.Company, "company.reported", Field("foundedOn", DemoPart.Day), Field("annualTurnover", DemoPart.Cents), Field("employees", DemoPart.Number)),
        Form(DemoKind.Merged, "customer.merged", Field("into", DemoPart.Other)),
        Form(DemoKind.Consent, "consent.changed", OfKey("purpose", DemoWords.Consented), Word("channel", DemoWords.ContactChannels), Field("granted", DemoPart.Flag)),
        Form(DemoKind.Contact, "contact.made", Word("purpose", DemoWords.Contacted), OfKey("channel", DemoWords.ContactChannels)),
        Form(DemoKind.RelationContacted, "relation.contacted", Word("purpose", DemoWords.Contacted), OfKey("channel", ["phone"]), Field("relation", DemoPart.Other)),
        Form(DemoKind.ProductOpened, "product.opened", Product),
        Form(DemoKind.ProductClosed, "product.closed", Product),
        Form(DemoKind.CardOpened, "card.opened", Card, Product),
        Form(DemoKind.CardClosed, "card.closed", Card, Product),
        Form(DemoKind.CardUsed, "card.used", Card, Amount, Word("category", DemoWords.Spending), Abroad),
        Form(DemoKind.CardDeclined, "card.declined", Card, Amount, Abroad),
        Form(DemoKind.StatementIssued, "card.statement-issued", Card, Amount, DueOn),
        Form(DemoKind.StatementPaid, "card.repaid", Card, Amount),
        Form(DemoKind.CardExpiring, "card.expiring", Card, ExpiresOn),
        Form(DemoKind.CardRenewed, "card.renewed", Card, ExpiresOn),
        Form(DemoKind.Salary, "salary.credited", Amount),
        Form(DemoKind.Balance, "balance.reported", Field("balance", DemoPart.Cents)),
        Form(DemoKind.MonthClosed, "balance.month-closed", Field("average", DemoPart.Cents)),
        Form(DemoKind.DepositOpened, "deposit.opened", Deposit, Product, Amount, Rate, MaturesOn, AutoRenew),
        Form(DemoKind.DepositRenewed, "deposit.renewed", Deposit, Amount, Rate, MaturesOn, AutoRenew),
        Form(DemoKind.DepositClosed, "deposit.closed", Deposit, Field("early", DemoPart.Flag)),
        Form(DemoKind.LoanOpened, "loan.opened", Loan, Product, Amount, MaturesOn),
        Form(DemoKind.PaymentDue, "loan.payment-due", Loan, Amount, DueOn),
        Form(DemoKind.LoanPaid, "loan.paid", Loan, Amount),
        Form(DemoKind.LoanRepaid, "loan.repaid", Loan),
        Form(DemoKind.CreditOverdue, "credit.overdue", Product),
        Form(DemoKind.WealthBought, "wealth.bought", Holding, Product, Amount, MaturesOn),
        Form(DemoKind.WealthRedeemed, "wealth.redeemed", Holding),
        Form(DemoKind.PolicyIssued, "insurance.issued", Policy, Product, Premium, EndsOn),
        Form(DemoKind.PolicyRenewed, "insurance.renewed", Policy, Premium, EndsOn),
        Form(DemoKind.PolicyEnded, "insurance.ended", Policy),
        Form(DemoKind.OrderFailed, "standing-order.failed", Order, Amount),
        Form(DemoKind.OrderExecuted, "standing-order.executed", Order, Amount),
        Form(DemoKind.TransferOut, "transfer.out", Amount, Field("ownAccountElsewhere", DemoPart.Flag)),
        Form(DemoKind.FundsReceived, "funds.received", Amount, Word("source", DemoWords.Funds)),
        Form(DemoKind.ComplaintReceived, "complaint.received", Complaint, Class, OfKey("channel", DemoWords.Channels)),
        Form(DemoKind.ComplaintAccepted, "complaint.accepted", Complaint),
        Form(DemoKind.ComplaintClassified, "complaint.classified", Complaint, Class),
        Form(DemoKind.ComplaintSubmitted, "complaint.submitted", Complaint, Word("unit", DemoWords.Units)),
        Form(DemoKind.ComplaintProgressed, "complaint.progressed", Complaint),
        Form(DemoKind.ComplaintReplied, "complaint.replied", Complaint),
        Form(DemoKind.ComplaintClosed, "complaint.closed", Complaint, Field("satisfied", DemoPart.Flag)),
        Form(DemoKind.Suggestion, "suggestion.received", OfKey("channel", DemoWords.Channels), Field("wantsReply", DemoPart.Flag)),
        Form(DemoKind.RequestSubmitted, "request.submitted", Request, Word("about", DemoWords.Requests, DemoWords.CompanyRequests)),
        Form(DemoKind.RequestProcessed, "request.processed", Request, Word("about", DemoWords.Requests, DemoWords.CompanyRequests), OfAmount("result", DemoWords.Results), OfAmount("reason", DemoWords.Reasons)),
        Form(DemoKind.RequestNotified, "request.notified", Request),
        Form(DemoKind.FunctionFailed, "function.failed", Word("function", DemoWords.Functions), Word("functionName", DemoWords.FunctionNames)),
        Form(DemoKind.FunctionUsed, "function.used", Word("function", DemoWords.Functions)),
        Form(DemoKind.CounterServed, "counter.served"),
        Form(DemoKind.Login, "login.mobile"),
        Form(DemoKind.Survey, "survey.answered", Field("score", DemoPart.Number), OfKey("channel", DemoWords.Channels)),
        Form(DemoKind.Interest, "interest.shown", Product, OfKey("channel", DemoWords.Channels)),
        Form(DemoKind.RiskAssessed, "risk.assessed", Word("riskClass", DemoWords.RiskClasses)),
        Form(DemoKind.DocumentExpiring, "document.expiring", Document, DocumentType, ExpiresOn),
        Form(DemoKind.DocumentRenewed, "document.renewed", Document, DocumentType, ExpiresOn),
        Form(DemoKind.MailReturned, "mail.returned", Word("what", DemoWords.Letters)),
        Form(DemoKind.AddressCorrected, "address.corrected"),
        Form(DemoKind.Preference, "preference.stated", Word("greetingBy", DemoWords.ContactChannels)),
        Form(DemoKind.NeedsReviewed, "needs.reviewed"),
        Form(DemoKind.LifeEvent, "life.event-noted", Word("what", DemoWords.LifeEvents)),
        Form(DemoKind.Booked, "appointment.booked", Appointment, On, Time, Word("topic", DemoWords.Topics)),
        Form(DemoKind.Moved, "appointment.moved", Appointment, On, Time),
        Form(DemoKind.Kept, "appointment.kept", Appointment),
        Form(DemoKind.Missed, "appointment.missed", Appointment),
        Form(DemoKind.Cancelled, "appointment.cancelled", Appointment),
        Form(DemoKind.VisitPlanned, "visit.planned", Word("topic", DemoWords.VisitTopics)),
        Form(DemoKind.VisitNoted, "visit.noted", Word("promised", DemoWords.Promises), Field("promisedBy", DemoPart.Day)),
        Form(DemoKind.PromiseKept, "promise.kept"),
        Form(DemoKind.Settlement, "settlement.month-closed", Amount, Field("payments", DemoPart.Number)),
        Form(DemoKind.PayrollClosed, "payroll.month-closed", Field("employees", DemoPart.Number), Amount),
        Form(DemoKind.TradeClosed, "trade.month-closed", Amount),
        Form(DemoKind.CreditLine, "credit-line.granted", Amount, Field("reviewOn", DemoPart.Day)),
        Form(DemoKind.LineUsed, "credit-line.used", Amount),
        Form(DemoKind.Receivables, "receivables.reported", Amount, Field("days", DemoPart.Number)),
        Form(DemoKind.Group, "group.reported", Field("companies", DemoPart.Number)),
        Form(DemoKind.PapersFiled, "company.papers-filed"),
        Form(DemoKind.AccountOpened, "account.opened", Account, Word("kind", DemoWords.AccountKinds), OfAmount("currency", DemoWords.Currencies), Field("openedOn", DemoPart.Day)),
        Form(DemoKind.AccountReported, "account.reported", Account, Field("balance", DemoPart.Cents), Field("movedOn", DemoPart.Day)),
        Form(
            DemoKind.PersonNoted, "person.noted", Person, Field("name", DemoPart.PersonName), Word("position", DemoWords.Positions), Field("bornOn", DemoPart.Day),
            Field("since", DemoPart.DayOfAmount)),
        Form(DemoKind.PersonLeft, "person.left", Person),
    ];

    /// <summary>The form of a kind.</summary>
    public static DemoForm Of(DemoKind kind) => Table[(int)kind];

    private static DemoForm Form(DemoKind kind, string type, params DemoField[] fields) => new(kind, Name(type), fields);

    private static DemoField Field(string name, DemoPart part) => new(Name(name), part, [], ' ');

    private static DemoField Thing(string name, char letter) => new(Name(name), DemoPart.Thing, [], letter);

    private static DemoField Word(string name, params string[][] words) => new(Name(name), DemoPart.Word, [.. words.SelectMany(w => w)], ' ');

    private static DemoField OfKey(string name, string[] words) => new(Name(name), DemoPart.WordOfKey, words, ' ');

    private static DemoField OfAmount(string name, string[] words) => new(Name(name), DemoPart.WordOfAmount, words, ' ');

    private static JsonEncodedText Name(string name) => JsonEncodedText.Encode(name);
}
