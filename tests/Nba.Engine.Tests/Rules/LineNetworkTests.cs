using System.Globalization;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;

namespace Nba.Engine.Tests.Rules;

/// <summary>Random lines over random frames: the network finds the sets of lines that hold when each is tested by itself, no more and no fewer.</summary>
public sealed class LineNetworkTests(ITestOutputHelper output)
{
    private const int Worlds = 12;
    private const int Sets = 40;
    private const int Frames = 150;

    private static readonly VocabularyBook Words = TestBook.Default.Vocabulary;
    private static readonly EntityType Deposit = Words.Entities[0];
    private static readonly Scope Everything = new([Words.Event("probe")!], Deposit);

    [Fact]
    public void A_network_finds_what_the_lines_find_one_by_one()
    {
        long asked = 0, held = 0, failed = 0;
        for (var seed = 1; seed <= Worlds; seed++)
        {
            var random = new Random(seed);
            var compiler = new ExpressionCompiler(Words, new CodeList("festival", ["spring", "autumn"]), new ProblemList());
            var sets = Enumerable.Range(0, Sets).Select(_ => Set(random, compiler)).ToList();
            var frame = new Frame { Customer = new Row(Words.Facts.Count), Event = new Row(Words.EventSlots), Item = new Row(Deposit.Facts.Count), Param = new Row(0) };
            var parameters = new ParameterRows(Parameters(random), [Parameters(random), Parameters(random)], Words.Fact("segment"));
            var network = LineNetwork.Build(sets, parameters, compiler.Trees, Words.Fact("kind"));
            var (input, found) = (new FrameInput(network, frame), new int[Sets]);
            for (var i = 0; i < Frames; i++)
            {
                Fill(random, frame);
                var segment = Words.Fact("segment")!.Index;
                frame.Param = frame.Customer.Has(segment) ? parameters.BySegment[(int)frame.Customer.Value(segment)] : parameters.Common;
                var right = Enumerable.Range(0, Sets).Where(s => Holds(sets[s], frame)).ToArray();
                var count = input.Match(found);
                if (!right.SequenceEqual(found.AsSpan(0, count).ToArray())) Assert.Fail(Difference(seed, sets, right, found.AsSpan(0, count).ToArray()));
                (asked, held) = (asked + Sets, held + right.Length);
                failed += sets.Count(s => s.Lines.Any(l => l.Test(frame) == ConditionOutcome.Failed));
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sets of lines {asked} held {100.0 * held / asked:F1} % failed {100.0 * failed / asked:F1} %"));
        Assert.True(held * 5 >= asked, $"only {held} of {asked} held");
        Assert.True(failed * 50 >= asked, $"only {failed} of {asked} failed");
    }

    [Fact]
    public void Asking_allocates_nothing()
    {
        var random = new Random(7);
        var compiler = new ExpressionCompiler(Words, new CodeList("festival", ["spring", "autumn"]), new ProblemList());
        // A failure is an exception, which is an object.
        var sets = Enumerable.Range(0, 200).Select(_ => Set(random, compiler)).Where(s => s.Lines.All(l => !l.Text.Any(c => c is '/' or '%' or '*'))).ToList();
        var frame = new Frame { Customer = new Row(Words.Facts.Count), Event = new Row(Words.EventSlots), Item = new Row(Deposit.Facts.Count), Param = Parameters(random) };
        var network = LineNetwork.Build(sets, new ParameterRows(frame.Param, [], null), compiler.Trees, Words.Fact("kind"));
        var (input, found, all) = (new FrameInput(network, frame), new int[sets.Count], 0);
        var frames = Enumerable.Range(0, 50).Select(_ => (Row)Filled(random, frame)).ToArray();
        foreach (var row in frames) all += Match(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var row in frames) all -= Match(row);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, all);

        int Match(Row customer)
        {
            frame.Customer.CopyFrom(customer);
            return input.Match(found);
        }
    }

    private static Row Filled(Random random, Frame frame)
    {
        Fill(random, frame);
        var copy = new Row(frame.Customer.Count);
        copy.CopyFrom(frame.Customer);
        return copy;
    }

    private static bool Holds(LineSet set, Frame frame)
    {
        var kind = Words.Fact("kind")!.Index;
        return (set.Kinds == 0 || !frame.Customer.Has(kind) || (set.Kinds & (1L << (int)frame.Customer.Value(kind))) != 0) && set.Lines.All(l => l.Holds(frame));
    }

    private static LineSet Set(Random random, ExpressionCompiler compiler)
    {
        while (true)
        {
            var texts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Line(random)).Concat(["customer.balance != null || true", "customer.riskClass != null || true", "customer.shownProduct != null || true",
                "item.maturesOn != null || true", "item.amount != null || true", "event.truth != null || true", "event.word != null || true", "event.whole != null || true"]).ToList();
            var lines = compiler.Conditions([.. texts.Select(Node)], Everything);
            if (lines.Count == texts.Count) return new LineSet(random.Next(3) == 0 ? random.Next(1, 8) : 0, lines);
        }
    }

    private static string Line(Random random)
    {
        var simple = Simple(random);
        return random.Next(8) switch
        {
            0 => $"{simple} || {Simple(random)}",
            1 => $"!({simple})",
            2 => $"{simple} && ({Simple(random)} || {Simple(random)})",
            3 => $"!({simple} && {Simple(random)})",
            4 => $"({simple} && {Simple(random)}) || {Simple(random)}",
            _ => simple,
        };
    }

    private static string Simple(Random random)
    {
        string One(params string[] words) => words[random.Next(words.Length)];
        var compare = One("<", "<=", ">", ">=", "==", "!=");
        return random.Next(20) switch
        {
            0 => $"customer.balance {compare} {One("0", "5", "7.5", "100", "param.floor", "param.floor * param.share", "0.00005", "99999999999999999999.5")}",
            1 => $"customer.salaries {compare} {One("0", "1", "2.5", "3", "param.gapDays - 43", "-1")}",
            2 => $"{One("0", "3", "5000")} {compare} customer.contribution",
            3 => $"customer.kind {One("==", "!=")} \"{One("personal", "corporate", "prospect")}\"",
            4 => $"customer.kind in (\"personal\", \"{One("corporate", "prospect")}\")",
            5 => $"customer.products.Contains({One("\"card\"", "\"fund\"", "\"loan\"", "customer.shownProduct")})",
            6 => "customer.hasOpenComplaint",
            7 => $"customer.{One("balance", "riskClass", "shownProduct", "kind")} {One("==", "!=")} null",
            8 => $"customer.salaries {One("%", "/")} {One("2", "3", "customer.uses30")} {compare} 1",
            9 => $"customer.balance {compare} customer.contribution * {One("2", "0.5")}",
            10 => $"today.{One("weekday", "dayOfMonth", "month")} {compare} {One("1", "3", "6")}",
            11 => $"event.{One("whole", "money")} {compare} {One("1", "2", "param.floor")}",
            12 => $"event.word {One("==", "!=")} \"{One("travel", "dining")}\"",
            13 => $"event.words.Contains({One("\"travel\"", "event.word")})",
            14 => $"item.amount {compare} {One("1", "3.25", "customer.contribution")}",
            15 => $"item.maturesOn {One("<", ">=")} today.date",
            16 => One("item.closed", "event.truth == true", "today.isWorkday"),
            17 => $"customer.salaries * {One("9000000000000000000", "2")} {compare} {One("4", "9")}",
            _ => $"100 {One("%", "/")} customer.{One("salaries", "uses30")} {compare} {One("1", "30")}",
        };
    }

    private static Row Parameters(Random random)
    {
        var row = new Row(Words.Parameters.Count);
        foreach (var parameter in Words.Parameters) row.Set(parameter.Index, random.Next(2) == 0 ? parameter.Value : parameter.Value + random.Next(3));
        return row;
    }

    private static void Fill(Random random, Frame frame)
    {
        Fill(random, frame.Customer, Words.Facts.Select(f => (f.Index, f.Type, f.MayBeNull)));
        Fill(random, frame.Item, Deposit.Facts.Select(f => (f.Index, f.Type, f.MayBeNull)));
        Fill(random, frame.Event, Words.Event("probe")!.Fields.Select(f => (f.Index, f.Type, !f.Required)));
        frame.Today.Set(TodayScope.Date, 10 + random.Next(4));
        foreach (var slot in (ReadOnlySpan<int>)[TodayScope.Weekday, TodayScope.DayOfMonth, TodayScope.Month]) frame.Today.Set(slot, random.Next(1, 8));
        frame.Today.Set(TodayScope.IsWorkday, random.Next(2));
    }

    private static void Fill(Random random, Row row, IEnumerable<(int Index, Nba.Engine.Vocabulary.ValueType Type, bool MayBeNull)> slots)
    {
        row.Clear();
        foreach (var (index, type, mayBeNull) in slots)
        {
            if (type.Kind == ValueKind.Text || (mayBeNull && random.Next(4) == 0)) continue;
            row.Set(index, type.Kind switch
            {
                ValueKind.Boolean => random.Next(2),
                ValueKind.Decimal => random.Next(10) switch { 0 => 75_000, 1 => 1, 2 => 0, 3 => 50_000_000, 4 => -5, _ => random.Next(0, 1_500_000) },
                ValueKind.Code => random.Next(type.Codes!.Values.Count),
                ValueKind.Set => random.Next(1 << type.Codes!.Values.Count),
                ValueKind.Date => 8 + random.Next(8),
                _ => random.Next(-1, 5),
            });
        }
    }

    private static SourceNode Node(string text) => SourceParser.Parse(new SourceFile("x.json", TestBook.Quote(text)), new ProblemList())!;

    private static string Difference(int seed, IReadOnlyList<LineSet> sets, int[] right, int[] found)
    {
        var one = right.Except(found).Concat(found.Except(right)).First();
        return $"seed {seed}: set {one} should{(right.Contains(one) ? "" : " not")} hold: kinds {sets[one].Kinds}, {string.Join(" ; ", sets[one].Lines.Select(l => l.Text))}";
    }
}
