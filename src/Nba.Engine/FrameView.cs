using Nba.Engine.Arbitration;
using Nba.Engine.Calendars;
using Nba.Engine.Events;
using Nba.Engine.Expressions;
using Nba.Engine.Profiles;
using Nba.Engine.Rules;

namespace Nba.Engine;

/// <summary>Whose things are looked at, and when.</summary>
internal readonly record struct Look(CustomerState State, DateOnly Today, Instant DayStart, GivenFacts? Given);

/// <summary>Sets what a rule sees beside the customer's facts: one of their things, and the activity it was raised by. One per decider.</summary>
internal sealed class FrameView(RuleBook book, Frame frame)
{
    private readonly Row[] _items = [.. book.Vocabulary.Entities.Select(e => new Row(e.Facts.Count))];
    private readonly Row _event = new(book.Vocabulary.EventSlots);

    /// <summary>No thing.</summary>
    public Row NoItem { get; } = new(0);

    /// <summary>No activity.</summary>
    public Row NoEvent { get; } = new(book.Vocabulary.EventSlots);

    /// <summary>Takes the day's outlook.</summary>
    public void Begin(Outlook outlook)
    {
        foreach (var entity in book.Vocabulary.Entities) _items[entity.Index].Unsettled = frame.Thing(entity).Unsettled = outlook.Items?[entity.Index];
        frame.AnyThingUnknown = outlook.AnyThingUnknown;
    }

    /// <summary>Sets both for a rule; false when the thing is gone.</summary>
    public bool Set(in Look look, ActionRule rule, string? subject, IReadOnlyList<KeptField> kept)
    {
        frame.Event = NoEvent;
        frame.Item = NoItem;
        if (kept.Count > 0)
        {
            _event.Clear();
            for (var i = 0; i < kept.Count; i++) Restore(rule, kept[i]);
            frame.Event = _event;
        }
        if (rule.Each is not { } type) return true;
        if (subject is null || look.State.Profile.Find(type, subject) is not { } entity) return false;
        SetItem(look, entity);
        return true;
    }

    /// <summary>Sets the thing that an activity speaks of, where a rule may look at it; none otherwise.</summary>
    public void SetSubject(in Look look, Activity activity, ActionRule[] rules)
    {
        frame.Item = NoItem;
        if (activity.Type.Entity is not { } type || activity.EntityKey is not { } key || !Array.Exists(rules, r => r.Each == type && r.EventReadsThing)) return;
        if (look.State.Profile.Find(type, key) is { } thing) SetItem(look, thing);
    }

    /// <summary>Sets the thing.</summary>
    public void SetItem(in Look look, EntityState entity)
    {
        var row = _items[entity.Type.Index];
        var given = look.Given?.Item is { } thing && thing.Type == entity.Type && thing.Key == entity.Key ? thing.Facts : null;
        book.Facts.FillItem(entity, look.Today, look.DayStart, row, given);
        frame.Item = row;
    }

    /// <summary>The fields of an activity that a rule reads later.</summary>
    public static List<KeptField> Keep(ActionRule rule, Row fields)
    {
        var kept = new List<KeptField>(rule.KeptEventSlots.Count);
        foreach (var slot in rule.KeptEventSlots)
        {
            if (!fields.Has(slot)) continue;
            foreach (var type in rule.Events)
            {
                if (type.Fields.FirstOrDefault(f => f.Index == slot) is not { } field) continue;
                kept.Add(new KeptField(field.Name, fields.Value(slot), fields.Text(slot)));
                break;
            }
        }
        return kept;
    }

    private void Restore(ActionRule rule, KeptField field)
    {
        for (var i = 0; i < rule.Events.Count; i++)
        {
            if (rule.Events[i].Field(field.Name) is not { } declared) continue;
            if (field.Text is not null) _event.Set(declared.Index, field.Text);
            else _event.Set(declared.Index, field.Value);
            return;
        }
    }
}
