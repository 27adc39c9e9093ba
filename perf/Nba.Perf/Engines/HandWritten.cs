using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nba.Perf.Engines;

/// <summary>
/// The rules as somebody would write them in C#, compiled by the C# compiler, over encoded facts: an <c>if</c> for each in a row, or inside a <c>switch</c> on the event's type and then on the
/// segment. No method is longer than people, or the just-in-time compiler, put up with.
/// </summary>
internal sealed class HandWritten : IEngine
{
    private const int RulesInMethod = 100;

    private static int _assemblies;

    private readonly Decider _decide;
    private readonly Encoded[] _facts;

    private HandWritten(string name, string code, Pairs pairs)
    {
        (Name, _facts) = (name, [.. pairs.Customers.Select((c, i) => Encoded.Of(c, pairs.Events[i]))]);
        _decide = Compile(code);
    }

    private delegate int Decider(in Encoded facts, int[] into);

    public string Name { get; }

    public int Decide(int pair, int[] into) => _decide(in _facts[pair], into);

    /// <summary>An <c>if</c> for each rule.</summary>
    public static HandWritten Ifs(IReadOnlyList<RuleSpec> rules, Pairs pairs)
    {
        var code = new Source();
        code.Entry(code.Chunks(rules.Select((r, i) => (r, i)), _ => true));
        return new HandWritten("ifs", code.ToString(), pairs);
    }

    /// <summary>A <c>switch</c> on type, in each a <c>switch</c> on segment, in each the <c>if</c>s that are left.</summary>
    public static HandWritten Switch(IReadOnlyList<RuleSpec> rules, Pairs pairs)
    {
        var code = new Source();
        var numbered = rules.Select((r, i) => (Rule: r, Number: i)).ToList();
        var types = new StringBuilder("switch (f.Type) {");
        for (var type = 0; type < Pairs.Types.Length; type++)
        {
            var ofType = numbered.Where(r => r.Rule.Type < 0 || r.Rule.Type == type).ToList();
            types.Append(CultureInfo.InvariantCulture, $"\ncase {type}: switch (f.Segment) {{");
            for (var segment = 0; segment < 4; segment++)
            {
                var left = ofType.Where(r => r.Rule.Segment is null || Encoded.Code(r.Rule.Segment) == segment);
                // What the switches asked need not be asked again.
                types.Append(CultureInfo.InvariantCulture, $"\ncase {segment}: {code.Chunks(left, t => !t.Code.StartsWith("f.Type ==", StringComparison.Ordinal) && !t.Code.StartsWith("f.Segment ==", StringComparison.Ordinal))} return n;");
            }
            types.Append(" } return n;");
        }
        code.Entry(types.Append(" }").ToString());
        return new HandWritten("switch", code.ToString(), pairs);
    }

    private static Decider Compile(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create(string.Create(CultureInfo.InvariantCulture, $"HandWritten{Interlocked.Increment(ref _assemblies)}"), [CSharpSyntaxTree.ParseText(code)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success) throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Take(5)));
        return Assembly.Load(image.ToArray()).GetType("Rules")!.GetMethod("Decide")!.CreateDelegate<Decider>();
    }

    private sealed class Source
    {
        private readonly StringBuilder _methods = new();
        private string _entry = "";
        private int _count;

        /// <summary>Calls of methods that hold the tests of rules.</summary>
        public string Chunks(IEnumerable<(RuleSpec Rule, int Number)> rules, Func<Test, bool> asks) => string.Concat(rules.Chunk(RulesInMethod).Select(chunk =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"M{_count++}");
            _methods.Append(CultureInfo.InvariantCulture, $"static int {name}(in Nba.Perf.Encoded f, int[] into, int n) {{\n");
            foreach (var (rule, number) in chunk)
            {
                var tests = string.Join(" && ", rule.Tests.Where(asks).Select(t => t.Code));
                _methods.Append(CultureInfo.InvariantCulture, $"if ({(tests.Length == 0 ? "true" : tests)}) into[n++] = {number};\n");
            }
            _methods.Append("return n; }\n");
            return $" n = {name}(in f, into, n);";
        }));

        public void Entry(string body) => _entry = body;

        public override string ToString() => $"public static class Rules {{ public static int Decide(in Nba.Perf.Encoded f, int[] into) {{ int n = 0; {_entry} return n; }}\n{_methods}}}";
    }
}
