using System.Diagnostics;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>Runs this program again, in a process of its own.</summary>
internal static class Child
{
    /// <summary>Runs it to its end with our output; answers its exit code.</summary>
    public static int Run(params string[] arguments)
    {
        using var process = Start(redirect: false, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>Starts it; with redirection its standard output is ours to read.</summary>
    public static Process Start(bool redirect, params string[] arguments)
    {
        var self = Environment.ProcessPath ?? throw new InvalidOperationException("this process has no path to start itself from");
        var start = new ProcessStartInfo(self) { RedirectStandardOutput = redirect, RedirectStandardError = redirect };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet") start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "nba.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw Said.Refused($"{self} did not start");
    }
}
