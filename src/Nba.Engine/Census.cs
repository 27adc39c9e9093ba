using Nba.Engine.Calendars;
using Nba.Engine.Expressions;
using Nba.Engine.Reports;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Reads from customers' states what a report needs of each as a whole: kind, manager and branch as of one moment. Not thread-safe.</summary>
public sealed class Census
{
    private readonly RuleBook _book;
    private readonly Frame _frame;
    private readonly DateOnly _today;
    private readonly int _manager;
    private readonly int _branch;

    /// <summary>A census under a book.</summary>
    /// <param name="book">The book the states are laid out for.</param>
    /// <param name="now">The moment that facts are as of.</param>
    public Census(RuleBook book, Instant now)
    {
        ArgumentNullException.ThrowIfNull(book);
        _book = book;
        _today = book.Calendar.DateOf(now);
        _frame = new Frame { Customer = new Row(book.Vocabulary.Facts.Count), Event = new Row(book.Vocabulary.EventSlots), Today = new TodayRows(book.Calendar, book.Festivals).On(_today.DayNumber) };
        (_manager, _branch) = (book.Vocabulary.Fact(BuiltIn.ManagerA)!.Index, book.Vocabulary.Fact(BuiltIn.Branch)!.Index);
    }

    /// <summary>One customer. Assignments that were due take effect in the state.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="until">The last day whose care contacts count.</param>
    public CustomerGlance Of(CustomerState state, DateOnly until)
    {
        ArgumentNullException.ThrowIfNull(state);
        _book.Assignments.TakeEffect(state.Profile, _today);
        _book.Facts.Fill(state.Profile, _today, _book.Calendar.StartOf(_today), _frame);
        int? care = null;
        foreach (var contact in state.Ledger.Contacts)
        {
            if (contact.Purpose == (byte)Purpose.Care && contact.Day <= until.DayNumber) care = contact.Day;
        }
        return new CustomerGlance(
            state.Customer, _book.Facts.KindBit(_frame.Customer), _frame.Customer.Text(_manager), _frame.Customer.Text(_branch), state.Decisions, care, state.MergedInto is not null);
    }
}
