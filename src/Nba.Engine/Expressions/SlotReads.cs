using System.Linq.Expressions;
using System.Reflection;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Expressions;

/// <summary>The reads that members of expressions are rewritten to. Nothing allocates; codes and sets are compared as stored.</summary>
internal static class SlotReads
{
    public static bool Has(Row row, int slot) => row.Has(slot);

    public static bool? Boolean(Row row, int slot) => row.Has(slot) ? row.Values[slot] != 0 : null;

    public static long? Integer(Row row, int slot) => row.Has(slot) ? row.Values[slot] : null;

    public static decimal? Decimal(Row row, int slot) => row.Has(slot) ? Scaled.ToDecimal(row.Values[slot]) : null;

    public static DateOnly? Date(Row row, int slot) => row.Has(slot) ? DateOnly.FromDayNumber((int)row.Values[slot]) : null;

    public static bool BooleanSure(Row row, int slot) => row.Values[slot] != 0;

    public static long IntegerSure(Row row, int slot) => row.Values[slot];

    public static decimal DecimalSure(Row row, int slot) => Scaled.ToDecimal(row.Values[slot]);

    public static DateOnly DateSure(Row row, int slot) => DateOnly.FromDayNumber((int)row.Values[slot]);

    public static string? Text(Row row, int slot) => row.Texts[slot];

    public static bool CodeIs(Row row, int slot, long code) => row.Has(slot) && row.Values[slot] == code;

    public static bool CodeIn(Row row, int slot, long[] codes) => row.Has(slot) && Array.IndexOf(codes, row.Values[slot]) >= 0;

    public static bool SameCode(Row a, int slotA, Row b, int slotB) => a.Has(slotA) == b.Has(slotB) && a.Values[slotA] == b.Values[slotB];

    public static bool Contains(Row row, int slot, long bit) => (row.Values[slot] & bit) != 0;

    public static bool ContainsCode(Row set, int slot, Row code, int codeSlot) => code.Has(codeSlot) && (set.Values[slot] & (1L << (int)code.Values[codeSlot])) != 0;

    /// <summary>A call of one of the reads above.</summary>
    public static Expression Call(string name, params Expression[] arguments) => Expression.Call(Method(name), arguments);

    /// <summary>The read of a member whose CLR type the parser saw.</summary>
    public static Expression Read(Expression row, ScopeMember member)
    {
        var name = (member.Type.Kind, member.MayBeNull) switch
        {
            (ValueKind.Boolean, true) => nameof(Boolean),
            (ValueKind.Boolean, false) => nameof(BooleanSure),
            (ValueKind.Integer or ValueKind.Instant, true) => nameof(Integer),
            (ValueKind.Integer or ValueKind.Instant, false) => nameof(IntegerSure),
            (ValueKind.Decimal, true) => nameof(Decimal),
            (ValueKind.Decimal, false) => nameof(DecimalSure),
            (ValueKind.Date, true) => nameof(Date),
            (ValueKind.Date, false) => nameof(DateSure),
            _ => nameof(Text),
        };
        return Call(name, row, Expression.Constant(member.Slot));
    }

    private static MethodInfo Method(string name) => typeof(SlotReads).GetMethod(name, BindingFlags.Public | BindingFlags.Static)!;
}
