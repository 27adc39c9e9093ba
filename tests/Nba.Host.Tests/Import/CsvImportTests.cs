using System.Text;
using Nba.Engine.Sources;
using Nba.Host.Import;

namespace Nba.Host.Tests.Import;

public sealed class CsvImportTests
{
    private const string Mapping = """
        {
          "source": "core", "files": "events*", "delimiter": ";", "subject": "customer", "time": {"column": "at"},
          "data": {"by": {"column": "staff"}},
          "type": {"columns": ["what", "how"], "otherwise": "refuse", "events": [
            {"when": ["opened", "*"], "event": "account.opened", "data": {"balance": {"column": "sum", "type": "decimal", "required": true}}},
            {"when": ["opened", "branch"], "event": "customer.assigned", "data": {"team": {"constant": "desk"}}},
            {"when": ["called", "phone"], "event": "contact.made", "data": {"purpose": {"constant": "service"}, "channel": {"column": "how", "words": {"phone": "phone"}}}}
          ]}
        }
        """;

    private const string Header = "customer;at;what;how;sum;staff\n";

    [Fact]
    public void A_row_becomes_a_cloud_event()
    {
        var (events, report) = Read("c1;2026-03-02T09:30:00+08:00;opened;app;1200.50;\"Li; \"\"A\"\"\"\n");

        Assert.Equal(["""{"specversion":"1.0","id":"#","source":"core","type":"account.opened","subject":"c1","time":"2026-03-02T01:30:00.000Z","data":{"by":"Li; \u0022A\u0022","balance":1200.50}}"""], events.Select(WithoutId));
        Assert.Equal("1 rows, 1 events, 0 ignored, 0 taken before, 0 refused", report.ToString());
    }

    [Fact]
    public void A_row_becomes_every_event_that_wants_it_and_an_empty_column_is_no_field()
    {
        var (events, report) = Read("c1;2026-03-02T09:30:00Z;opened;branch;7;\n");

        Assert.Equal(["account.opened", "customer.assigned"], events.Select(Type));
        Assert.EndsWith("""
            "data":{"team":"desk"}}
            """, events[1], StringComparison.Ordinal);
        Assert.Equal(Id(events[0]) + ".1", Id(events[1]));
        Assert.Equal((1, 2), (report.Rows, report.Emitted));
    }

    [Fact]
    public void Equal_rows_have_ids_of_their_own_however_the_table_is_cut()
    {
        const string row = "c1;2026-03-02T09:30:00Z;called;phone;;Li\n";
        var one = InOrder(0, ("events.csv", Header + row + row)).Events;
        var two = InOrder(0, ("events-1.csv", Header + row), ("events-2.csv", Header + row)).Events;
        var (streamed, _) = Read(row + row);

        Assert.Equal(one, two);
        Assert.Equal(one, streamed);
        Assert.Equal(Id(one[0]) + "-2", Id(one[1]));
    }

    [Fact]
    public void Rows_of_several_files_come_in_the_order_of_their_times_and_where_equal_of_file_and_row()
    {
        var (events, _) = InOrder(0,
            ("events-2.csv.gz", Header + "c4;2026-03-02T10:00:00Z;called;phone;;\nc1;2026-03-02T08:00:00Z;called;phone;;\n"),
            ("events-1.csv", Header + "c3;2026-03-02T10:00:00Z;called;phone;;\nc2;2026-03-02T17:30:00+08:00;called;phone;;\n"));

        Assert.Equal(["c1", "c2", "c3", "c4"], events.Select(Subject));
    }

    [Fact]
    public void An_import_goes_on_from_its_row_with_the_same_ids()
    {
        var rows = Header + string.Concat(Enumerable.Range(0, 6).Select(i => $"c{i % 2};2026-03-02T0{i / 3}:00:00Z;opened;branch;1;\n"));
        var (whole, _) = InOrder(0, ("events.csv", rows));
        var (rest, report) = InOrder(4, ("events.csv", rows));

        Assert.Equal(whole.Skip(8), rest);
        Assert.Equal("6 rows, 4 events, 0 ignored, 4 taken before, 0 refused", report.ToString());
    }

    [Fact]
    public void What_cannot_be_taken_is_reported_with_file_line_column_value_and_remedy_and_the_rest_goes_on()
    {
        var (events, report) = InOrder(0, ("events.csv", Header
            + "c1;yesterday;called;phone;;\n"
            + "c1;2026-03-02T09:30:00Z;closed;app;;\n"
            + ";2026-03-02T09:31:00Z;called;phone;;\n"
            + "c1;2026-03-02T09:32:00Z;opened;app;1,200;\n"
            + "c1;2026-03-02T09:33:00Z;opened;app;;\n"
            + "c1;2026-03-02T09:34:00Z;opened\n"
            + "c1;2026-03-02T09:35:00Z;called;phone;;Li \"A\"\n"
            + "c9;2026-03-02T09:36:00Z;called;phone;;\n"));

        Assert.Equal(["c9"], events.Select(Subject));
        Assert.Equal(
            [
                "events.csv:2 column 'at' \"yesterday\": a time with an offset, as 2026-03-02T09:30:00+08:00 must stand here",
                "events.csv:7: the header has 6 columns, this row 3; check its quotes and delimiters",
                "events.csv:8: the header has 6 columns, this row 6; check its quotes and delimiters",
                "events.csv:3 column 'what' \"closed\": no event of the mapping wants a row with \"closed\", \"app\"; add one, or say \"otherwise\": \"ignore\"",
                "events.csv:4 column 'customer': the customer's id must have 1 to 128 characters",
                "events.csv:5 column 'sum' \"1,200\": a number must stand here, as 1200.50",
                "events.csv:6 column 'sum': this column may not be empty",
            ],
            report.Faults.Select(f => f.ToString()));
        Assert.Equal("8 rows, 1 events, 0 ignored, 0 taken before, 7 refused", report.ToString());
    }

    [Fact]
    public void A_header_without_a_mapped_column_says_which_one_was_meant()
    {
        var (events, report) = InOrder(0, ("events.csv", "customer;at;what;how;sum;staf\n"));

        Assert.Empty(events);
        Assert.Equal(["events.csv column 'staff': the header has no such column; did you mean 'staf'?; name one it has in the mapping"], report.Faults.Select(f => f.ToString()));
    }

    [Fact]
    public void A_file_that_breaks_off_is_reported_and_what_came_before_is_taken()
    {
        var folder = LoanLog.Folder(("events.csv.gz", Header + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"c{i * 7919 % 10007};2026-03-02T09:30:00Z;called;phone;;{i * 31 % 977}\n"))));
        try
        {
            var file = Path.Combine(folder.FullName, "events.csv.gz");
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..^2000]);
            var import = new CsvImport(Parsed());
            var events = import.ReadInTimeOrder([file]).Count();

            Assert.InRange(events, 1, 19_999);
            Assert.Equal(events, import.Report.Emitted);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_byte_order_mark_and_other_line_ends_are_read()
    {
        var (events, report) = InOrder(0, ("events.csv", '\uFEFF' + Header.Replace("\n", "\r\n", StringComparison.Ordinal) + "c1;2026-03-02T09:30:00Z;called;phone;;\"Li\r\nA\"\r\n\r\nc2;2026-03-02T09:31:00Z;called;phone;;"));

        Assert.Equal(["c1", "c2"], events.Select(Subject));
        Assert.Equal(2, report.Rows);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_a_fault_where_it_opens_and_cannot_fill_the_memory()
    {
        var (events, report) = InOrder(0, ("events.csv", Header + "c1;2026-03-02T09:30:00Z;called;phone;;\nc2;2026-03-02T09:30:00Z;called;phone;;\"Li\n" + new string('x', 3_000_000)));

        Assert.Equal(["c1"], events.Select(Subject));
        Assert.Equal("events.csv", Assert.Single(report.Faults).File);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault_and_no_exception()
    {
        var import = new CsvImport(Parsed());

        Assert.Empty(import.ReadInTimeOrder([Path.Combine("nowhere", "events.csv")]));
        Assert.StartsWith("events.csv: the file cannot be read", Assert.Single(import.Report.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_without_offset_are_read_on_the_clocks_of_their_zone_and_words_are_translated()
    {
        var mapping = Parsed("""
            {
              "source": "core", "subject": "nr", "time": {"column": "tag", "format": "dd.MM.yyyy HH:mm:ss", "zone": "Asia/Shanghai"}, "history": true,
              "data": {"way": {"column": "way", "words": {"telephone": "phone"}}, "due": {"column": "due", "type": "date", "format": "dd.MM.yyyy"},
                       "count": {"column": "n", "type": "integer"}, "won": {"column": "won", "type": "boolean"}},
              "type": {"columns": ["way"], "otherwise": "ignore", "events": [{"when": ["telephone"], "event": "call"}, {"when": ["fax"], "event": "call"}]}
            }
            """);
        var import = new CsvImport(mapping);
        using var table = new CsvTable(new StringReader("nr,tag,way,due,n,won\n5,02.03.2026 09:30:00,telephone,01.04.2026,-3,yes\n6,02.03.2026 09:30:00,letter,,,\n7,02.03.2026 09:30:00,fax,,,\n"), "calls.csv");

        var events = import.Read(table).Select(e => Encoding.UTF8.GetString(e.Json.Span)).ToList();

        Assert.EndsWith(""","time":"2026-03-02T01:30:00.000Z","nbahistory":true,"data":{"way":"phone","due":"2026-04-01","count":-3,"won":true}}""", Assert.Single(events), StringComparison.Ordinal);
        Assert.Equal("3 rows, 1 events, 1 ignored, 0 taken before, 1 refused", import.Report.ToString());
        Assert.Contains("'words' of 'way' lacks this word", import.Report.Faults[0].Remedy?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_with_a_time_of_its_own_comes_at_that_time_and_a_fault_of_its_row_is_told_once()
    {
        var mapping = Parsed("""
            {
              "source": "core", "subject": "nr", "time": {"column": "in", "format": "dd.MM.yyyy", "zone": "America/New_York"}, "mayLack": ["note"],
              "data": {"note": {"column": "note"}},
              "type": {"columns": ["how"], "otherwise": "refuse", "events": [
                {"when": ["*"], "event": "received"},
                {"when": ["*"], "event": "sent", "time": {"column": "out"}},
                {"when": ["late"], "event": "overdue", "time": {"column": "out", "after": "10d"}}
              ]}
            }
            """);
        var folder = LoanLog.Folder(("events.csv", "nr,in,out,how,note\n1,30.10.2014,30.10.2014,late,x\n2,29.10.2014,31.10.2014,-\n3,29.10.2014,soon,late,x\n1,30.10.2014,30.10.2014,late,x\n"));
        try
        {
            var import = new CsvImport(mapping);
            var files = new[] { Path.Combine(folder.FullName, "events.csv") };
            var events = import.ReadInTimeOrder(files).Select(e => Encoding.UTF8.GetString(e.Json.Span)).ToList();

            // Ten days after 30 October are over the end of summer time: midnight is an hour later in UTC.
            Assert.Equal(
                [
                    "2 received 2014-10-29T04:00:00.000Z", "1 received 2014-10-30T04:00:00.000Z", "1 sent 2014-10-30T04:00:00.000Z", "1 received 2014-10-30T04:00:00.000Z",
                    "1 sent 2014-10-30T04:00:00.000Z", "2 sent 2014-10-31T04:00:00.000Z", "1 overdue 2014-11-09T05:00:00.000Z", "1 overdue 2014-11-09T05:00:00.000Z",
                ],
                events.Select(e => $"{Subject(e)} {Type(e)} {Attribute(e, "time")}"));
            Assert.Equal(8, events.Select(Id).Distinct().Count());
            Assert.Equal(["events.csv:4 column 'out' \"soon\": a time as dd.MM.yyyy must stand here"], import.Report.Faults.Select(f => f.ToString()));
            Assert.Equal("4 rows, 8 events, 0 ignored, 0 taken before, 1 refused", import.Report.ToString());
            Assert.Equal(7, import.RowsInOrder);
            Assert.Equal(events.Skip(5), new CsvImport(mapping).ReadInTimeOrder(files, 4).Select(e => Encoding.UTF8.GetString(e.Json.Span)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (IReadOnlyList<string> Events, ImportReport Report) Read(string rows)
    {
        var import = new CsvImport(Parsed());
        using var table = new CsvTable(new StringReader(Header + rows), "events.csv", ';');
        return ([.. import.Read(table).Select(e => Encoding.UTF8.GetString(e.Json.Span))], import.Report);
    }

    private static (IReadOnlyList<string> Events, ImportReport Report) InOrder(long fromRow, params (string Name, string Text)[] files)
    {
        var folder = LoanLog.Folder(files);
        try
        {
            var import = new CsvImport(Parsed());
            return ([.. import.ReadInTimeOrder(CsvImport.FilesOf(folder.FullName, Parsed()), fromRow).Select(e => Encoding.UTF8.GetString(e.Json.Span))], import.Report);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ImportMapping Parsed(string text = Mapping)
    {
        var problems = new ProblemList();
        var mapping = ImportMapping.Parse(new SourceFile("mapping.json", text), problems);
        Assert.Empty(problems.Sorted());
        return mapping!;
    }

    private static string Attribute(string json, string name) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty(name).GetString()!;

    private static string Id(string json) => Attribute(json, "id");

    private static string Type(string json) => Attribute(json, "type");

    private static string Subject(string json) => Attribute(json, "subject");

    private static string WithoutId(string json) => json.Replace(Id(json), "#", StringComparison.Ordinal);
}
