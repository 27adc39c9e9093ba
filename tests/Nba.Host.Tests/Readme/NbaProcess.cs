using System.Diagnostics;
using System.Text;
using Nba.Host.Stages;
using Nba.House;

namespace Nba.Host.Tests.Readme;

/// <summary>The built program in a process of its own, run from the root of the tree as a reader would.</summary>
internal static class NbaProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What it printed; fails when it did not end well.</summary>
    public static async Task<string> Run(params string[] arguments)
    {
        var (code, output, errors) = await End(arguments);
        Assert.True(code == 0, $"nba {string.Join(' ', arguments)} ended with {code}: {errors}");
        return output;
    }

    /// <summary>Starts it; what it prints and says is read from the process.</summary>
    public static Process Start(params string[] arguments) => StartIn(Repository.Root, arguments);

    /// <summary>The same, in another folder and on a machine whose locale is another.</summary>
    public static Process StartSpeaking(string locale, string folder, params string[] arguments) => StartIn(folder, arguments, locale);

    private static Process StartIn(string folder, string[] arguments, string locale = "C") => Process.Start(new ProcessStartInfo("dotnet", [typeof(Simulation).Assembly.Location, .. arguments])
    {
        WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        // Whatever the locale of the machine that tests.
        Environment = { ["LC_ALL"] = locale, ["NBA__LANGUAGE"] = null },
    })!;

    /// <summary>How it ended, what it printed and what it said beside that.</summary>
    public static Task<(int Code, string Output, string Errors)> End(params string[] arguments) => EndIn(Repository.Root, arguments);

    /// <summary>The same, run from another folder.</summary>
    public static Task<(int Code, string Output, string Errors)> EndIn(string folder, params string[] arguments) => EndSpeaking("C", folder, arguments);

    /// <summary>The same, on a machine whose locale is another.</summary>
    public static async Task<(int Code, string Output, string Errors)> EndSpeaking(string locale, string folder, params string[] arguments)
    {
        using var process = StartIn(folder, arguments, locale);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), (await errors).ReplaceLineEndings("\n"));
    }
}
