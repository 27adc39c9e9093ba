using Nba.Engine.Actions;

namespace Nba.Host.WhatIf;

/// <summary>One action in one owner's queue over the days of a period, in one run. Not thread-safe.</summary>
internal sealed class TracedAction(ActionRecord first, int days)
{
    private const ushort Listed = 0x8000, During = 0x4000, Places = 0x3FFF;

    private readonly ushort[] _cells = new ushort[days];

    /// <summary>The action as it first stood.</summary>
    public ActionRecord First { get; } = first;

    /// <summary>The action as it last stood.</summary>
    public ActionRecord Last { get; set; } = first;

    /// <summary>The first day on which it was shown, or stood between two mornings; the number of days where there is none.</summary>
    public int FirstDay => Array.FindIndex(_cells, c => c != 0) is >= 0 and var day ? day : _cells.Length;

    /// <summary>The last such day; -1 where there is none.</summary>
    public int LastDay => Array.FindLastIndex(_cells, c => c != 0);

    /// <summary>On the morning of a day it is in the list at this place, from 1.</summary>
    public void Morning(int day, int place, bool listed) => _cells[day] = (ushort)(Math.Min(place, Places) | (listed ? Listed : 0));

    /// <summary>It stood on a day, though not in its morning.</summary>
    public void Stood(int day)
    {
        if (_cells[day] == 0) _cells[day] = During;
    }

    /// <summary>Its place on the morning of a day, from 1; 0 where it is not shown.</summary>
    public int Place(int day) => _cells[day] & Places;

    /// <summary>Whether it is in today's list on the morning of a day.</summary>
    public bool IsListed(int day) => (_cells[day] & Listed) != 0;

    /// <summary>Whether it stood on a day, in its morning or later.</summary>
    public bool IsOn(int day) => _cells[day] != 0;
}
