using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Nba.Kafka.Tests.Clients;

/// <summary>Programs of others that the tests run, where they are installed.</summary>
public static class ClientTool
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>Whether kcat can be tried.</summary>
    public static bool HasKcat => Broker.IsNamed && Answers("kcat", "-V");

    /// <summary>Whether Node and its package manager can be tried.</summary>
    public static bool HasNode => Broker.IsNamed && Answers("node", "--version") && Answers("npm", "--version");

    /// <summary>Whether Kafka's own tools can be tried.</summary>
    public static bool HasConsole => Broker.IsNamed && OwnBroker.CanStart;

    /// <summary>Runs a program with text as its standard input; fails the test when it does not end well.</summary>
    public static async Task<string> Run(string program, string input, params string[] arguments)
    {
        var (code, output, errors) = await End(program, input, null, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {output} {errors}");
        return output;
    }

    /// <summary>Runs a program; how it ended, what it printed, and what it said beside that.</summary>
    public static async Task<(int Code, string Output, string Errors)> End(string program, string input, string? folder, params string[] arguments)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = utf8, StandardOutputEncoding = utf8, WorkingDirectory = folder ?? "",
        })!;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(Longest);
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static bool Answers(string program, string argument)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true });
            return process is not null && process.WaitForExit(20_000) && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
