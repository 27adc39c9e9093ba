namespace Nba.Host.WhatIf;

/// <summary>How two runs over one log compare, in actions. <c>Baseline + Appears - Disappears = Alternative</c>.</summary>
/// <param name="Baseline">Actions that stood under the recorded rules.</param>
/// <param name="Alternative">Actions that stand under the other rules.</param>
/// <param name="Appears">Of these, those that the recorded rules never showed.</param>
/// <param name="Disappears">Of the recorded rules', those that the other rules never show.</param>
/// <param name="Earlier">In both, and shown on an earlier day.</param>
/// <param name="Later">In both, and shown on a later day.</param>
/// <param name="Shorter">In both, begun on the same day, and gone on an earlier one.</param>
/// <param name="Longer">In both, begun on the same day, and gone on a later one.</param>
/// <param name="OtherOwner">In both, with other owners.</param>
/// <param name="OtherPlace">In both, nothing else being different, and at another place of a list on some morning.</param>
public readonly record struct Tally(int Baseline, int Alternative, int Appears, int Disappears, int Earlier, int Later, int Shorter, int Longer, int OtherOwner, int OtherPlace)
{
    /// <summary>How many differ in anything but their place.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Changed => Appears + Disappears + Moved;

    /// <summary>How many are in both, on other days or with other owners.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Moved => Earlier + Later + Shorter + Longer + OtherOwner;

    /// <summary>Both together.</summary>
    public static Tally operator +(Tally a, Tally b) => new(
        a.Baseline + b.Baseline, a.Alternative + b.Alternative, a.Appears + b.Appears, a.Disappears + b.Disappears, a.Earlier + b.Earlier, a.Later + b.Later,
        a.Shorter + b.Shorter, a.Longer + b.Longer, a.OtherOwner + b.OtherOwner, a.OtherPlace + b.OtherPlace);
}
