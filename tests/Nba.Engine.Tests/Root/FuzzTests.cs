using System.Text;
using Nba.Engine.Events;
using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Root;

/// <summary>Mutations of good input, shaped to the grammar: never an exception, never a hang, always an answer. Fixed seeds; bounded by steps.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Tokens =
        ["{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e308", "1e-400", "99999999999999999999", "0.00001", "\\u0000", "\\ud800", "\\", "/*", "*/", "//", "\"\"", "{}", "[]", "\n", "'", "NaN", "customer.", "item.", "event.",
            "param.x", " == ", " AND ", "!(", "((((", "))", "5wd", "due+2wd", "2026-02-30", "9999-12-31", "0001-01-01", "daily", "never", "NOT ", "in (", "\\\"", "iif(", "e+9", "..", "\uFEFF", "\u202E", "𝔘"];

    private static readonly string[] Events =
    [
        """{"specversion":"1.0","id":"1","source":"s","subject":"c","type":"probe","time":"2026-03-02T09:30:00+08:00","data":{"truth":true,"whole":5,"money":1.25,"day":"2026-03-02","moment":"2026-03-02T09:30:00Z","word":"travel","words":["travel","dining"],"text":"x"}}""",
        """{"specversion":"1.0","id":"2","source":"s","subject":"c","type":"deposit.opened","data":{"deposit":"d1","amount":100000,"maturesOn":"2026-03-12"}}""",
        """{"specversion":"1.0","id":"3","source":"s","subject":"c","type":"action.outcome","data":{"action":"00112233445566778899aabbccddeeff","outcome":"declined","reason":"bad-time","by":"customer","until":"2026-04-01"}}""",
        """{"specversion":"1.0","id":"4","source":"s","subject":"c","type":"salary.credited","nbahistory":"true","data":{"amount":900000000000000}}""",
    ];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Any_bytes_are_an_event_or_a_refusal(int seed)
    {
        var random = new Random(seed);
        var activity = new Activity(TestBook.Default.Vocabulary);
        using var scene = new Scene();
        var arrival = Scene.At("2026-03-02T12:00");
        var read = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Mutated(Events[random.Next(Events.Length)], random));
            if (random.Next(4) == 0 && bytes.Length > 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var refusal = Try(() => TestBook.Default.Reader.Read(bytes, arrival, activity), seed, i, Encoding.UTF8.GetString(bytes));
            if (refusal is not null)
            {
                Assert.NotEmpty(refusal.Value.Detail);
                continue;
            }
            read++;
            Try(() => scene.Decider.Decide(scene.State, activity, i, arrival), seed, i, Encoding.UTF8.GetString(bytes));
            if (i % 50 == 0) Try(() => { scene.Store(); return 0; }, seed, i, "storing the state");
        }
        Assert.True(read > 100, $"only {read} of the mutations were still events: the fuzz tests nothing behind the reader");
    }

    [Theory]
    [InlineData("book.json", 300), InlineData("vocabulary.json", 150), InlineData("policies/contact.json", 100), InlineData("policies/declines.json", 60), InlineData("plans/welcome.json", 60),
        InlineData("products.json", 60), InlineData("texts/book.json", 60), InlineData("directory.json", 60), InlineData("parameters.json", 60), InlineData("segments.json", 80)]
    public void Any_rule_file_is_a_book_or_a_list_of_problems(string path, int runs)
    {
        var random = new Random(path.Length * 7 + runs);
        var good = TestBook.Files().Single(f => f.Path == path).Text;
        var loaded = 0;
        for (var i = 0; i < runs; i++)
        {
            var text = Mutated(good, random);
            var load = Try(() => TestBook.Load((path, text)), runs, i, text);
            Assert.True(load.Book is null == load.Problems.Count > 0, $"run {i}: a book or problems, not both nor neither");
            Assert.All(load.Problems, p => Assert.True(p.Line >= 1 && p.Column >= 1 && p.Message.Length > 0 && p.File.Length > 0, p.ToString()));
            if (load.Book is not null) loaded++;
        }
        Assert.True(loaded < runs, "no mutation was noticed");
    }

    [Fact]
    public void Any_text_is_JSON_or_a_problem()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Mutated(Mutated(TestBook.Segments, random), random);
            var problems = new ProblemList();
            var node = Try(() => SourceParser.Parse(new SourceFile("x.json", text), problems), 5, i, text);
            Assert.True(node is not null || problems.Count > 0, $"run {i}: neither a value nor a problem for {text}");
            if (node is null || problems.Count > 0) continue;
            // What the strict parser lets in, a strict parser of another make lets in too.
            Try(() => { using var other = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetBytes(text), new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip }); return 0; }, 5, i, text);
        }
    }

    [Fact]
    public void A_state_cut_short_or_altered_is_refused_and_nothing_worse()
    {
        using var scene = Worlds.Begin();
        scene.Event("2026-03-02", "complaint.received");
        var bytes = scene.Bytes();
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var broken = i < bytes.Length ? bytes[..i] : [.. bytes];
            if (i >= bytes.Length) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            var state = new CustomerState(scene.Book.Vocabulary);
            state.Reset("c1");
            try
            {
                scene.Book.Codec.Read(broken, state);
            }
            catch (Exception fault) when (fault is InvalidDataException or IndexOutOfRangeException or ArgumentException)
            {
                // The store holds what this process wrote; a torn one must end the read, not the process.
            }
        }
    }

    private static string Mutated(string text, Random random)
    {
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(12), text.Length - at);
            text = random.Next(5) switch
            {
                0 => text[..at] + text[(at + length)..],
                1 => text[..at] + Tokens[random.Next(Tokens.Length)] + text[at..],
                2 => text[..at] + Tokens[random.Next(Tokens.Length)] + text[(at + length)..],
                3 => text[..(at + length)] + text[at..],
                _ => at + length < text.Length && random.Next(3) == 0 ? text[..at] + string.Concat(Enumerable.Repeat(text.Substring(at, length), random.Next(1, 60))) + text[at..] : text[..at] + (char)random.Next(32, 127) + text[Math.Min(at + 1, text.Length)..],
            };
        }
        return text;
    }

    private static T Try<T>(Func<T> run, int seed, int step, string input)
    {
        try
        {
            return run();
        }
        catch (Exception fault) when (fault is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"seed {seed}, step {step}: {fault.GetType().Name} {fault.Message}\n{fault.StackTrace?.Split('\n').FirstOrDefault()}\nfor {input}", fault);
        }
    }
}
