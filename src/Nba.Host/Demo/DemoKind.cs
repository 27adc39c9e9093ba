namespace Nba.Host.Demo;

/// <summary>The event types that the demo writes; <see cref="DemoForms"/> says how, in this order.</summary>
internal enum DemoKind : byte
{
    Registered, Assigned, Company, Merged, Consent, Contact, RelationContacted,
    ProductOpened, ProductClosed, CardOpened, CardClosed, CardUsed, CardDeclined, StatementIssued, StatementPaid, CardExpiring, CardRenewed,
    Salary, Balance, MonthClosed, DepositOpened, DepositRenewed, DepositClosed, LoanOpened, PaymentDue, LoanPaid, LoanRepaid, CreditOverdue,
    WealthBought, WealthRedeemed, PolicyIssued, PolicyRenewed, PolicyEnded, OrderFailed, OrderExecuted, TransferOut, FundsReceived,
    ComplaintReceived, ComplaintAccepted, ComplaintClassified, ComplaintSubmitted, ComplaintProgressed, ComplaintReplied, ComplaintClosed, Suggestion,
    RequestSubmitted, RequestProcessed, RequestNotified, FunctionFailed, FunctionUsed, CounterServed, Login, Survey, Interest, RiskAssessed,
    DocumentExpiring, DocumentRenewed, MailReturned, AddressCorrected, Preference, NeedsReviewed, LifeEvent,
    Booked, Moved, Kept, Missed, Cancelled, VisitPlanned, VisitNoted, PromiseKept,
    Settlement, PayrollClosed, TradeClosed, CreditLine, LineUsed, Receivables, Group, PapersFiled,
    AccountOpened, AccountReported, PersonNoted, PersonLeft,
}
