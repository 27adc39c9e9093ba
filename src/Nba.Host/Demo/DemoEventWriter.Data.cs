namespace Nba.Host.Demo;

/// <summary>The data of each event type.</summary>
internal sealed partial class DemoEventWriter
{
    // False when the kind is none of money's.
    private bool Money(in DemoDraft draft)
    {
        switch (draft.Kind)
        {
            case DemoKind.Balance: Cents("balance"u8, draft.Amount); return true;
            case DemoKind.MonthClosed: Cents("average"u8, draft.Amount); return true;
            case DemoKind.Salary: Cents("amount"u8, draft.Amount); return true;
            case DemoKind.CardUsed or DemoKind.CardDeclined:
                Thing("card"u8, 'C', draft);
                Cents("amount"u8, draft.Amount);
                if (draft.Kind == DemoKind.CardUsed) _json.WriteString("category"u8, DemoWords.Spending[draft.Code]);
                _json.WriteBoolean("abroad"u8, draft.Flag);
                return true;
            case DemoKind.TransferOut:
                Cents("amount"u8, draft.Amount);
                _json.WriteBoolean("ownAccountElsewhere"u8, draft.Flag);
                return true;
            case DemoKind.DepositOpened or DemoKind.DepositRenewed: Deposit(draft); return true;
            case DemoKind.DepositClosed:
                Thing("deposit"u8, 'D', draft);
                _json.WriteBoolean("early"u8, draft.Flag);
                return true;
            case DemoKind.LoanOpened or DemoKind.PaymentDue or DemoKind.LoanPaid or DemoKind.LoanRepaid: Loan(draft); return true;
            case DemoKind.Settlement:
                Cents("amount"u8, draft.Amount);
                _json.WriteNumber("payments"u8, draft.Code);
                return true;
            case DemoKind.CreditLine:
                Cents("amount"u8, draft.Amount);
                Day("reviewOn"u8, draft.Day);
                return true;
            default: return false;
        }
    }

    private void Deposit(in DemoDraft draft)
    {
        Thing("deposit"u8, 'D', draft);
        if (draft.Kind == DemoKind.DepositOpened) _json.WriteString("product"u8, DemoWords.Products[draft.Code]);
        Cents("amount"u8, draft.Amount);
        Cents("rate"u8, draft.Code switch { DemoWords.LargeCd => 165, DemoWords.Structured => 150, _ => 135 });
        Day("maturesOn"u8, draft.Day);
        _json.WriteBoolean("autoRenew"u8, draft.Flag);
    }

    private void Loan(in DemoDraft draft)
    {
        Thing("loan"u8, 'L', draft);
        if (draft.Kind == DemoKind.LoanOpened) _json.WriteString("product"u8, DemoWords.Products[draft.Code]);
        if (draft.Kind == DemoKind.LoanRepaid) return;
        Cents("amount"u8, draft.Amount);
        if (draft.Kind != DemoKind.LoanPaid) Day(draft.Kind == DemoKind.PaymentDue ? "dueOn"u8 : "maturesOn"u8, draft.Day);
    }

    private void Rest(in DemoDraft draft)
    {
        switch (draft.Kind)
        {
            case DemoKind.Consent:
                _json.WriteString("purpose"u8, draft.Key == 0 ? "care"u8 : "sales"u8);
                _json.WriteString("channel"u8, DemoWords.ContactChannels[draft.Code]);
                _json.WriteBoolean("granted"u8, draft.Flag);
                break;
            case DemoKind.ProductOpened or DemoKind.ProductClosed: _json.WriteString("product"u8, DemoWords.Products[draft.Code]); break;
            case DemoKind.CardOpened or DemoKind.CardClosed:
                Thing("card"u8, 'C', draft);
                _json.WriteString("product"u8, DemoWords.Products[draft.Code]);
                break;
            case DemoKind.ComplaintReceived or DemoKind.ComplaintReplied or DemoKind.ComplaintClosed: Complaint(draft); break;
            case DemoKind.RiskAssessed: _json.WriteString("riskClass"u8, [(byte)'C', (byte)('0' + draft.Code)]); break;
            case DemoKind.DocumentExpiring or DemoKind.DocumentRenewed:
                Thing("document"u8, 'Z', draft);
                _json.WriteString("type"u8, DemoWords.Documents[draft.Code]);
                Day("expiresOn"u8, draft.Day);
                break;
            case DemoKind.MailReturned: _json.WriteString("what"u8, DemoWords.Letters[draft.Code]); break;
            case DemoKind.Survey:
                _json.WriteNumber("score"u8, draft.Code);
                _json.WriteString("channel"u8, DemoWords.Channels[draft.Key]);
                break;
            case DemoKind.Booked or DemoKind.Moved or DemoKind.Kept or DemoKind.Missed or DemoKind.Cancelled: Appointment(draft); break;
            case DemoKind.Interest:
                _json.WriteString("product"u8, DemoWords.Products[draft.Code]);
                _json.WriteString("channel"u8, DemoWords.Channels[draft.Key]);
                break;
        }
    }

    private void Complaint(in DemoDraft draft)
    {
        Thing("complaint"u8, 'Q', draft);
        if (draft.Kind == DemoKind.ComplaintClosed) _json.WriteBoolean("satisfied"u8, draft.Flag);
        if (draft.Kind != DemoKind.ComplaintReceived) return;
        _json.WriteString("class"u8, DemoWords.Complaints[draft.Code]);
        _json.WriteString("channel"u8, DemoWords.Channels[draft.Key % DemoWords.Channels.Length]);
    }

    private void Appointment(in DemoDraft draft)
    {
        Thing("appointment"u8, 'A', draft);
        if (draft.Kind is not (DemoKind.Booked or DemoKind.Moved)) return;
        Day("on"u8, draft.Day);
        _json.WriteString("time"u8, DemoTime.Clock((int)draft.Amount, stackalloc byte[DemoTime.ClockLength]));
        if (draft.Kind == DemoKind.Booked) _json.WriteString("topic"u8, DemoWords.Topics[draft.Code]);
    }
}
