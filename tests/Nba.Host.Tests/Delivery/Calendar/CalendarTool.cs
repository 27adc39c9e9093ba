using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Nba.Host.Tests.Delivery.Calendar;

/// <summary>A calendar of people's own: vdirsyncer fetches a feed into a folder, khal shows the folder. Both are Debian's.</summary>
internal sealed class CalendarTool : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("nba-khal-").FullName;

    public CalendarTool(Uri feed)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "calendar"));
        File.WriteAllText(Path.Combine(_folder, "vdirsyncer.conf"), $"""
            [general]
            status_path = "{_folder}/status"
            [pair bank]
            a = "feed"
            b = "folder"
            collections = null
            conflict_resolution = "a wins"
            [storage feed]
            type = "http"
            url = "{feed}"
            [storage folder]
            type = "filesystem"
            path = "{_folder}/calendar"
            fileext = ".ics"

            """);
        File.WriteAllText(Path.Combine(_folder, "khal.conf"), $"""
            [calendars]
            [[bank]]
            path = {_folder}/calendar
            [locale]
            timeformat = %H:%M
            dateformat = %Y-%m-%d
            longdateformat = %Y-%m-%d
            datetimeformat = %Y-%m-%d %H:%M
            longdatetimeformat = %Y-%m-%d %H:%M
            local_timezone = Asia/Shanghai
            default_timezone = Asia/Shanghai
            [sqlite]
            path = {_folder}/khal.db

            """);
    }

    /// <summary>Whether both can be tried.</summary>
    public static bool IsInstalled => Answers("khal") && Answers("vdirsyncer");

    /// <summary>Fetches the feed, the first time or again.</summary>
    public async Task Fetch()
    {
        await Run("vdirsyncer", "-c", Path.Combine(_folder, "vdirsyncer.conf"), "discover");
        await Run("vdirsyncer", "-c", Path.Combine(_folder, "vdirsyncer.conf"), "sync");
    }

    /// <summary>What it shows of ten days, an event a line: beginning, end, title and whether it is cancelled.</summary>
    public async Task<string[]> Shows(string from) =>
        (await Run("khal", "-c", Path.Combine(_folder, "khal.conf"), "list", "--day-format", "", "--format", "{start}|{end}|{cancelled}{title}", from, "10d")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
            Environment = { ["HOME"] = _folder, ["LC_ALL"] = "C.UTF-8", ["TZ"] = "Asia/Shanghai" },
        })!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Longest);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output} {await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static bool Answers(string program)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true });
            return process is not null && process.WaitForExit(20_000) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A test with a calendar program of others; skipped, with what is missing, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CalendarToolFactAttribute : FactAttribute
{
    public CalendarToolFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1) : base(sourceFilePath, sourceLineNumber)
    {
        Skip = "no calendar program: apt-get install khal vdirsyncer";
        SkipType = typeof(CalendarTool);
        SkipUnless = nameof(CalendarTool.IsInstalled);
    }
}
