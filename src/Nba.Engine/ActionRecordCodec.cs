using Nba.Engine.Actions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;

namespace Nba.Engine;

/// <summary>Action records as bytes, for the table of live actions. Thread-safe.</summary>
public static class ActionRecordCodec
{
    private const byte Format = 1;

    private const int HasMembers = 64, HasCampaign = 128, ContactWasMade = 256, HasFlag = 512, HasLearned = 1024, HasPrice = 2048;

    private static readonly TextPool Pool = new();

    /// <summary>Writes a record.</summary>
    public static void Write(ActionRecord a, StateWriter w)
    {
        w.Byte(Format);
        w.Unsigned(0); // key id: 0 means not encrypted
        w.Text(a.Owner);
        w.Id(a.Id);
        w.Unsigned((ulong)a.Sequence);
        w.Unsigned((ulong)a.Version);
        w.Text(a.Customer);
        w.Unsigned((ulong)a.Reason);
        w.Text(a.Action);
        w.Text(a.CustomerName);
        w.Text(a.Subject);
        w.Byte((byte)a.Purpose);
        w.Byte((byte)a.Channel);
        w.Text(a.Category);
        w.Unsigned((ulong)((a.Batch ? 1 : 0) | (a.Accepted ? 2 : 0) | (a.Escalated ? 4 : 0) | (a.Withdrawn ? 8 : 0) | (a.Unassigned ? 16 : 0) | (a.Members.Count > 0 ? HasMembers : 0)
            | (a.Campaign is not null ? HasCampaign : 0) | (a.ContactMade ? ContactWasMade : 0) | (a.Flag is not null ? HasFlag : 0)
            | (a.Score.Learned != 0 ? HasLearned : 0) | (a.Price is not null ? HasPrice : 0)));
        w.Optional(a.AppointmentAt);
        w.Unsigned((ulong)a.RaisedOn);
        w.Unsigned((ulong)a.OccurredOn);
        w.Unsigned((ulong)a.HalfLifeDays);
        w.Optional(a.NotBefore);
        w.Optional(a.Due);
        w.Optional(a.DueOn);
        w.Optional(a.Expires);
        OpenActionCodec.Write(a.Score, w);
        w.Unsigned((ulong)a.Rules.Count);
        foreach (var rule in a.Rules) w.Text(rule);
        OpenActionCodec.Write(a.Arguments, w);
        w.Text(a.ManagerB);
        w.Text(a.ClaimedBy);
        w.Optional(a.ClaimedUntil);
        if (a.Members.Count > 0) Write(a.Members, w);
        if (a.Campaign is not null) w.Text(a.Campaign);
        if (a.Flag is { } flag) w.Unsigned((ulong)flag);
        if (a.Score.Learned != 0) w.Signed(a.Score.Learned);
        if (a.Price is { } price) OpenActionCodec.Write(price, w);
    }

    /// <summary>The customer of a record, without reading the rest.</summary>
    public static string CustomerOf(ReadOnlySpan<byte> bytes)
    {
        var r = new StateReader(bytes, Pool);
        r.Byte();
        r.Unsigned();
        r.Word();
        r.Id();
        r.Unsigned();
        r.Unsigned();
        return r.Text()!;
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">The format is newer than this process reads.</exception>
    public static ActionRecord Read(ReadOnlySpan<byte> bytes)
    {
        var r = new StateReader(bytes, Pool);
        var format = r.Byte();
        if (format > Format) throw new InvalidDataException($"the action has format {format}; this process reads up to {Format}");
        r.Unsigned();
        var (owner, id, sequence, version, customer, reason, action) = (r.Word()!, r.Id(), (int)r.Unsigned(), (int)r.Unsigned(), r.Text()!, (Reason)r.Unsigned(), r.Word()!);
        var (name, subject, purpose, channel, category, flags) = (r.Text(), r.Text(), (Purpose)r.Byte(), (int)r.Byte(), r.Text()!, r.Unsigned());
        var record = new ActionRecord
        {
            Owner = owner, Id = id, Sequence = sequence, Version = version, Customer = customer, Reason = reason, Action = action, CustomerName = name, Subject = subject,
            Purpose = purpose, Channel = channel, Category = category, Batch = (flags & 1) != 0, Accepted = (flags & 2) != 0, Escalated = (flags & 4) != 0, Withdrawn = (flags & 8) != 0, Unassigned = (flags & 16) != 0,
            AppointmentAt = r.Optional(), RaisedOn = (int)r.Unsigned(), OccurredOn = (int)r.Unsigned(), HalfLifeDays = (int)r.Unsigned(),
            NotBefore = (int?)r.Optional(), Due = r.Optional(), DueOn = (int?)r.Optional(), Expires = (int?)r.Optional(), Score = OpenActionCodec.ReadScore(ref r),
        };
        var rules = new List<string>();
        for (var n = r.Unsigned(); n > 0; n--) rules.Add(r.Word()!);
        var arguments = new List<TextArgument>();
        OpenActionCodec.ReadArguments(ref r, arguments);
        record = record with { Rules = rules, Arguments = arguments, ManagerB = r.AtEnd ? null : r.Word() };
        if (!r.AtEnd) record = record with { ClaimedBy = r.Word(), ClaimedUntil = r.Optional() };
        if ((flags & HasMembers) != 0) record = record with { Members = ReadMembers(ref r) };
        record = record with { Campaign = (flags & HasCampaign) != 0 ? r.Word() : null, ContactMade = (flags & ContactWasMade) != 0, Flag = (flags & HasFlag) != 0 ? (Reason)r.Unsigned() : null };
        if ((flags & HasLearned) != 0) record = record with { Score = record.Score with { Learned = r.Signed() } };
        return (flags & HasPrice) != 0 ? record with { Price = OpenActionCodec.ReadPrice(ref r) } : record;
    }

    private static void Write(IReadOnlyList<BundleMember> members, StateWriter w)
    {
        w.Unsigned((ulong)members.Count);
        foreach (var member in members)
        {
            w.Id(member.Id);
            w.Text(member.Action);
        }
    }

    private static BundleMember[] ReadMembers(ref StateReader r)
    {
        var members = new BundleMember[(int)r.Unsigned()];
        for (var i = 0; i < members.Length; i++) members[i] = new BundleMember(r.Id(), r.Word()!);
        return members;
    }
}
