using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Nba.Host.Tests.Import;

/// <summary>Logs in the columns of bpic2012: a made-up one that every run makes alike, and the real one where it is.</summary>
internal static class LoanLog
{
    public const string Header = "case_id,REG_DATE,AMOUNT_REQ,time:timestamp,concept:name,lifecycle:transition,org:resource";

    private static readonly string[] Ends = ["O_ACCEPTED", "A_CANCELLED", "O_DECLINED", "A_DECLINED"];

    /// <summary>120 cases over 30 days, with offers before and after 07:00, second offers, every kind of end, and cases that stay open.</summary>
    public static string MadeUp()
    {
        var text = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < 120; i++)
        {
            var sent = new DateTime(2012, 1, 2, 0, 0, 0, DateTimeKind.Utc).AddDays(i * 7 % 30).AddMinutes(i * 131 % 1440);
            Row(text, i, sent.AddDays(-2), "A_SUBMITTED");
            if (i % 11 == 3) continue;
            Row(text, i, sent, "O_SENT");
            if (i % 5 == 0) Row(text, i, sent.AddDays(3), "O_SENT_BACK");
            if (i % 13 == 0) Row(text, i, sent.AddDays(4), "O_SENT");
            if (i % 6 < 4) Row(text, i, sent.AddDays(2 + (i * 5 % 17)).AddMinutes(i * 77 % 600), Ends[i % 6]);
        }
        Row(text, 200, new DateTime(2012, 2, 14, 12, 0, 0, DateTimeKind.Utc), "A_SUBMITTED");
        return text.ToString();
    }

    /// <summary>A ranking of the days 2012-01-02 to 2012-03-30 over the made-up cases; every seventh case is left out.</summary>
    public static string Ranking()
    {
        var text = new StringBuilder("day,rank,case_id\n");
        for (var day = new DateOnly(2012, 1, 2); day < new DateOnly(2012, 3, 31); day = day.AddDays(1))
        {
            for (var rank = 1; rank <= 120; rank++)
            {
                var i = ((rank * 37) + day.Day) % 120;
                if (i % 7 != 0) text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{rank},{Case(i)}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>A folder under the machine's scratch folder with these files; packed where the name ends in gz. The caller deletes it.</summary>
    public static DirectoryInfo Folder(params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("nba-import-");
        foreach (var (name, text) in files)
        {
            using var file = File.Create(Path.Combine(folder.FullName, name));
            using Stream bytes = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
            bytes.Write(Encoding.UTF8.GetBytes(text));
        }
        return folder;
    }

    /// <summary>The folder of the real log; the test is skipped where it is absent.</summary>
    public static string Real() => RealData.Folder("bpic2012");

    private static string Case(int i) => (1000 + (i * 7)).ToString(CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, int i, DateTime at, string name) =>
        text.Append(CultureInfo.InvariantCulture, $"{Case(i)},{at:yyyy-MM-dd}T00:00:00.000+00:00,{500 + (i * 250)},{at.AddHours(1):yyyy-MM-ddTHH:mm:ss.fff}+01:00,{name},COMPLETE,{i % 9}\n");
}
