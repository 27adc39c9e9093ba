namespace Nba.Engine.Calendars;

/// <summary>Finds everything wrong in a list of festivals.</summary>
internal static class FestivalsCheck
{
    private const int CommonYear = 2001;
    private const int ShortestLunarMonth = 29;

    internal static IReadOnlyList<CalendarFault> Run(FestivalsData data, SolarTerms terms)
    {
        List<CalendarFault> faults = [];
        HashSet<string> ids = [];
        for (var i = 0; i < data.Festivals.Length; i++)
        {
            var festival = data.Festivals[i];
            var path = $"festivals[{i}]";
            if (!ids.Add(festival.Id))
            {
                faults.Add(new($"{path}.id", $"an id must be given once; '{festival.Id}' is given twice"));
            }

            if (festival.Kind == FestivalKind.Term)
            {
                CheckTerm(festival, terms, path, faults);
            }
            else
            {
                CheckDay(festival, path, faults);
            }
        }

        return faults;
    }

    private static void CheckTerm(Festival festival, SolarTerms terms, string path, List<CalendarFault> faults)
    {
        if (!terms.Terms.Any(t => t.Id == festival.Term))
        {
            faults.Add(new($"{path}.term", $"the term must be one of the solar terms; it is '{festival.Term}'"));
        }

        if (festival.Month != 0 || festival.Day != 0)
        {
            faults.Add(new(path, "a festival on a solar term must have no month and no day; this one has"));
        }
    }

    private static void CheckDay(Festival festival, string path, List<CalendarFault> faults)
    {
        if (festival.Term is not null)
        {
            faults.Add(new($"{path}.term", "only a festival of kind 'term' has a term"));
        }

        if (festival.Month is < 1 or > 12)
        {
            faults.Add(new($"{path}.month", $"the month must be 1 to 12; it is {festival.Month}"));
            return;
        }

        var last = festival.Kind == FestivalKind.Solar ? DateTime.DaysInMonth(CommonYear, festival.Month) : ShortestLunarMonth;
        if (festival.Day < 1 || festival.Day > last)
        {
            faults.Add(new($"{path}.day", $"the day must come every year, so it must be 1 to {last}; it is {festival.Day}"));
        }
    }
}
