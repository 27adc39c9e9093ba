using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using CsCheck;
using Nba.Engine.Actions;
using Nba.Engine.Expressions;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.House;

namespace Nba.Engine.Tests.Root;

/// <summary>Days that a customer is left alone would have had no consequence: what is published, recorded and known is the same as if each had been decided.</summary>
public sealed class ForesightTests
{
    private const int Days = 500;

    private static readonly ExpressionType[] Comparisons =
        [ExpressionType.Equal, ExpressionType.NotEqual, ExpressionType.LessThan, ExpressionType.LessThanOrEqual, ExpressionType.GreaterThan, ExpressionType.GreaterThanOrEqual];

    private static readonly DateOnly First = new(2025, 2, 20);

    private static readonly Lazy<RuleBook> Shipped = new(() => Read("rules"));

    [Fact]
    public void With_the_shipped_rules_a_life_looks_the_same_day_by_day()
    {
        var (quiet, all) = (0, 0);
        Gen.Int[0, int.MaxValue].Sample(seed =>
        {
            var (passed, days) = Live(Shipped.Value, seed);
            quiet += passed;
            all += days;
        }, iter: 25, threads: 1);
        // Else nothing would be shown.
        Assert.InRange(quiet * 100 / all, 15, 95);
    }

    [Fact]
    public void With_the_test_rules_it_does_too() =>
        Gen.Int[0, int.MaxValue].Sample(seed => { Live(TestBook.Default, seed); }, iter: 100, threads: 1);

    [Theory]
    [InlineData("customer.daysSinceSalary >= 45", 45)]
    [InlineData("45 <= customer.daysSinceSalary", 45)]
    [InlineData("customer.daysSinceSalary > 45", 46)]
    [InlineData("customer.daysSinceSalary == 45", 45)]
    public void A_line_over_a_count_of_days_is_foreseen_to_the_day(string line, int days)
    {
        var rule = TestBook.LoadRule($$"""{"RuleName": "tried", "Expression": {{TestBook.Quote(line)}}, "Properties": {"on": "daily", "action": {"id": "tried", "purpose": "service", "channel": "phone"} } }""", "tried").Book!
            .Rules.Find("tried")!;
        var test = Assert.Single(rule.Lines).DayCount!;
        Assert.Equal(days - 10, test.StepsToChange(10, test.Bound, rises: true));
    }

    [Fact]
    public void The_steps_to_a_change_are_those_that_counting_finds() =>
        Gen.Select(Gen.OneOf(Comparisons), Gen.Int[-6, 6], Gen.Int[-6, 6], Gen.Bool).Sample((comparison, value, bound, rises) =>
        {
            bool Holds(int v) => comparison switch
            {
                ExpressionType.Equal => v == bound, ExpressionType.NotEqual => v != bound, ExpressionType.LessThan => v < bound, ExpressionType.LessThanOrEqual => v <= bound,
                ExpressionType.GreaterThan => v > bound, _ => v >= bound,
            };
            var counted = 1;
            while (counted < 30 && Holds(value + (rises ? counted : -counted)) == Holds(value)) counted++;
            var said = new DayCountTest(false, 0, comparison, bound, -1).StepsToChange(value, bound, rises);
            return counted == 30 ? said == int.MaxValue : said == counted;
        });

    private static RuleBook Read(string folder) =>
        RuleBook.Load([.. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.json", SearchOption.AllDirectories).Where(f => !f.Contains("schema", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(f => new SourceFile(Path.GetRelativePath(Path.Combine(Repository.Root, folder), f).Replace('\\', '/'), File.ReadAllText(f)))]).Book!;

    private static (int Passed, int Days) Live(RuleBook book, int seed)
    {
        using var foreseen = new Scene(book);
        using var plain = new Scene(book);
        plain.Decider.Foresees = false;
        var life = new RandomLife(book, seed);
        var passed = 0;
        for (var day = 0; day < Days; day++)
        {
            var date = First.AddDays(day);
            var today = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (foreseen.State.QuietUntil > date.DayNumber) passed++;
            foreseen.Tick(today);
            plain.Tick(today);
            foreach (var (type, data, hour) in life.Events(date, plain))
            {
                foreseen.Event($"{today}T{hour:00}:00", type, data);
                plain.Event($"{today}T{hour:00}:00", type, data);
            }
            Assert.Equal(plain.Records.Select(Text), foreseen.Records.Select(Text));
            foreseen.Records.Clear();
            plain.Records.Clear();
        }
        var end = First.AddDays(Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreseen.Tick(end);
        plain.Tick(end);
        foreseen.Event(end, "contact.made", """{"purpose": "service", "channel": "phone"}""");
        plain.Event(end, "contact.made", """{"purpose": "service", "channel": "phone"}""");
        Assert.Equal(plain.Bytes(), foreseen.Bytes());
        return (passed, Days);
    }

    private static string Text(ActionRecord record) => string.Create(CultureInfo.InvariantCulture, $"{record.Action} {record.Subject} {record.Owner} {record.Sequence} {record.Version} {record.Reason} {record.Due} {record.RaisedOn}");

    /// <summary>A life from a seed: a busy beginning, then weeks in which little or nothing happens.</summary>
    private sealed class RandomLife(RuleBook book, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly EventType[] _types = [.. book.Vocabulary.Events.Where(e => e.Id < BuiltIn.FirstId && e.Field("kind") is null)];

        public IEnumerable<(string Type, string Data, int Hour)> Events(DateOnly day, Scene scene)
        {
            if (day == First)
            {
                yield return Made(book.Vocabulary.Events.First(e => e.Id < BuiltIn.FirstId && e.Field("kind") is not null && e.Field("name") is not null), day, 8);
                yield return (BuiltIn.Assigned, """{"a": "anna", "branch": "west"}""", 8);
                if (_random.Next(3) > 0) yield return (BuiltIn.Consent, """{"purpose": "sales", "channel": "phone", "granted": true}""", 8);
                if (_random.Next(3) > 0) yield return (BuiltIn.Consent, """{"purpose": "care", "channel": "message", "granted": true}""", 8);
            }
            var busy = day < First.AddDays(4) ? 1 : _random.Next(40) == 0 ? 1 : 0;
            for (var i = 0; i < busy; i++) yield return Made(_types[_random.Next(_types.Length)], day, 9 + i);
            foreach (var open in scene.State.Actions.Open.ToArray())
            {
                if (_random.Next(3) > 0) yield return (BuiltIn.Outcome, $$"""{"action": "{{ActionIdentity.Format(open.Id)}}", "outcome": "{{(_random.Next(3) == 0 ? "declined" : "done")}}", "by": "customer", "reason": "not-interested"}""", 15);
            }
        }

        private (string Type, string Data, int Hour) Made(EventType type, DateOnly day, int hour)
        {
            var data = new StringBuilder("{");
            foreach (var field in type.Fields)
            {
                if (!field.Required && field != type.Key && _random.Next(3) == 0) continue;
                data.Append(data.Length > 1 ? "," : "").Append('"').Append(field.Name).Append("\":").Append(field == type.Key ? $"\"k{_random.Next(2)}\"" : Value(field, day));
            }
            return (type.Name, data.Append('}').ToString(), hour);
        }

        private string Value(EventField field, DateOnly day) => field.Type.Kind switch
        {
            ValueKind.Boolean => _random.Next(2) == 0 ? "true" : "false",
            ValueKind.Integer => _random.Next(0, 40).ToString(CultureInfo.InvariantCulture),
            ValueKind.Decimal => _random.Next(0, 400_000).ToString(CultureInfo.InvariantCulture),
            ValueKind.Date => $"\"{day.AddDays(_random.Next(3) == 0 ? -_random.Next(20_000) : _random.Next(-60, 300)):yyyy-MM-dd}\"",
            ValueKind.Instant => $"\"{day.AddDays(_random.Next(60)):yyyy-MM-dd}T10:00:00+08:00\"",
            ValueKind.Code => $"\"{field.Type.Codes!.Values[_random.Next(field.Type.Codes.Values.Count)]}\"",
            ValueKind.Set => $"[\"{field.Type.Codes!.Values[_random.Next(field.Type.Codes.Values.Count)]}\"]",
            _ => $"\"text {_random.Next(3)}\"",
        };
    }
}
