using System.Linq.Dynamic.Core;
using Nba.Engine.Expressions;
using Nba.Engine.Rules;
using Nba.Engine.Vocabulary;
using Nba.House;
using RulesEngine.Models;
using VType = Nba.Engine.Vocabulary.ValueType;

namespace Nba.Engine.Tests.Root;

/// <summary>What is exported of the shipped rules, given to RulesEngine itself.</summary>
public sealed class StockExportTests
{
    private static readonly StockExport Export = StockExport.Of(ShippedBook.Book);

    [Fact]
    public async Task RulesEngine_loads_every_file_and_answers_every_step_of_every_case_alike()
    {
        var workflows = Export.Files.ToDictionary(f => f.Name, f => new Workflow(f), StringComparer.Ordinal);
        var byRule = Export.Files.SelectMany(f => RuleNames(f).Select(r => (r, workflows[f.Name]))).ToDictionary(p => p.r, p => p.Item2, StringComparer.Ordinal);
        var seen = new List<(ActionRule Rule, RuleParameter[] Inputs, bool Holds)>();
        var runner = new CaseRunner(ShippedBook.Book)
        {
            Seen = (rule, frame, listens) =>
            {
                if (!byRule.TryGetValue(rule.Name, out var workflow) || (workflow.ReadsEvent && !listens)) return;
                seen.Add((rule, workflow.Inputs(frame, rule), IsFor(rule, frame) && rule.Lines.All(l => l.Holds(frame))));
            },
        };
        runner.RunAll();

        var findings = new List<string>();
        foreach (var (rule, inputs, holds) in seen)
        {
            var result = await byRule[rule.Name].Ask(rule.Name, inputs);
            if (result.IsSuccess != holds) findings.Add($"{rule.Name}: RulesEngine says {result.IsSuccess} {result.ExceptionMessage}, we {holds}");
        }
        Findings.None(findings.Take(20));
        Assert.True(seen.Count(s => s.Holds) > 200, $"{seen.Count(s => s.Holds)} of {seen.Count} steps hold");
        Assert.True(seen.Count(s => !s.Holds) > 200, $"{seen.Count(s => !s.Holds)} of {seen.Count} steps do not hold");
        Assert.Equal(byRule.Count, seen.Select(s => s.Rule.Name).Distinct().Count());
    }

    [Fact]
    public void Every_rule_is_said_or_listed_with_its_reason()
    {
        var said = Export.Files.SelectMany(RuleNames).ToList();
        var unsaid = Export.Unsaid.Select(u => u.Rule.Name).ToList();

        Assert.Equal(ShippedBook.Book.Entries.Select(e => e.Name).Order(StringComparer.Ordinal), said.Concat(unsaid).Order(StringComparer.Ordinal));
        Assert.All(Export.Unsaid, u => Assert.NotEmpty(u.Why));
    }

    [Fact]
    public void Parameters_stand_in_lines_as_what_they_are_by_segment_where_they_differ()
    {
        var json = Export.Files.Single(f => f.Name == "retention").Json;

        Assert.DoesNotContain("param.", string.Concat(Export.Files.Select(f => f.Json)), StringComparison.Ordinal);
        Assert.Contains("\"(customer.kind in (\\\"personal\\\")) and (customer.isPayroll) and (customer.daysSinceSalary >= iif(customer.segment == \\\"private\\\", 40, 45)) and ", json, StringComparison.Ordinal);
    }

    private static IEnumerable<string> RuleNames(StockExportFile file) =>
        System.Text.Json.JsonDocument.Parse(file.Json).RootElement.GetProperty("Rules").EnumerateArray().Select(r => r.GetProperty("RuleName").GetString()!);

    private static bool IsFor(ActionRule rule, Frame frame)
    {
        var kind = ShippedBook.Book.Vocabulary.Fact(BuiltIn.Kind)!.Index;
        return rule.Kinds == 0 || (frame.Customer.Has(kind) && (rule.Kinds >> (int)frame.Customer.Value(kind) & 1) != 0);
    }

    /// <summary>A file in RulesEngine, with rows of the types that the export asks for.</summary>
    private sealed class Workflow(StockExportFile file)
    {
        private readonly RulesEngine.RulesEngine _engine = new([file.Json]);

        private readonly Dictionary<string, Type> _types = file.Members.GroupBy(m => m.Key.Split('.')[0], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => DynamicClassFactory.CreateType([.. g.Select(m => new DynamicProperty(m.Key.Split('.')[1], Clr(m.Value)))]), StringComparer.Ordinal);

        public bool ReadsEvent => file.Name.Contains(".on.", StringComparison.Ordinal);

        public async Task<RuleResultTree> Ask(string rule, RuleParameter[] inputs) => (await _engine.ExecuteAllRulesAsync(file.Name, inputs)).Single(r => r.Rule.RuleName == rule);

        public RuleParameter[] Inputs(Frame frame, ActionRule rule) => [.. _types.Select(t => new RuleParameter(t.Key, Filled(t.Key, t.Value, frame, rule)))];

        private static object Filled(string root, Type type, Frame frame, ActionRule rule)
        {
            var row = Activator.CreateInstance(type)!;
            foreach (var property in type.GetProperties().Where(p => p.GetIndexParameters().Length == 0))
            {
                var (slots, index, kind) = Slot(root, property.Name, frame, rule);
                if (kind.Kind == ValueKind.Set) property.SetValue(row, kind.Codes!.Values.Where((_, i) => slots.Has(index) && (slots.Value(index) >> i & 1) != 0).ToHashSet(StringComparer.Ordinal));
                else if (slots.Has(index)) property.SetValue(row, Value(slots, index, kind));
            }
            return row;
        }

        private static (Row Row, int Index, VType Type) Slot(string root, string name, Frame frame, ActionRule rule) => root switch
        {
            "customer" when ShippedBook.Book.Vocabulary.Fact(name) is { } fact => (frame.Customer, fact.Index, fact.Type),
            "item" when rule.Each!.Facts.First(f => f.Name == name) is var fact => (frame.Item, fact.Index, fact.Type),
            "event" when rule.Events[0].Field(name) is { } field => (frame.Event, field.Index, field.Type),
            _ => TodayScope.Members(ShippedBook.Book.FestivalCodes).First(m => m.Name == name) is var member ? (frame.Today, member.Slot, member.Type) : default,
        };

        private static object? Value(Row row, int index, VType type) => type.Kind switch
        {
            ValueKind.Boolean => row.Value(index) != 0,
            ValueKind.Decimal => Scaled.ToDecimal(row.Value(index)),
            ValueKind.Date => DateOnly.FromDayNumber((int)row.Value(index)),
            ValueKind.Code => type.Codes!.Values[(int)row.Value(index)],
            ValueKind.Text => row.Text(index),
            _ => row.Value(index),
        };

        private static Type Clr(string name) => name switch
        {
            "bool" => typeof(bool),
            "bool?" => typeof(bool?),
            "long" => typeof(long),
            "long?" => typeof(long?),
            "decimal" => typeof(decimal),
            "decimal?" => typeof(decimal?),
            "DateOnly" => typeof(DateOnly),
            "DateOnly?" => typeof(DateOnly?),
            "string" => typeof(string),
            _ => typeof(IReadOnlySet<string>),
        };
    }
}
