using System.Globalization;
using Nba.Engine.Sources;

namespace Nba.Host.Commands;

/// <summary>One line that shows how far a long run is; plain lines at every tenth where the output is no terminal.</summary>
internal sealed class Progress(Sentence what, long total) : IDisposable
{
    private const int Width = 32;
    private int _shown = -1;

    /// <summary>Shows how much is done.</summary>
    public void At(long done, Sentence? note = null)
    {
        var percent = total <= 0 ? 100 : (int)Math.Clamp(done * 100 / total, 0, 100);
        if (percent == _shown || (System.Console.IsErrorRedirected && percent / 10 == _shown / 10 && _shown >= 0)) return;
        _shown = percent;
        var filled = percent * Width / 100;
        var line = string.Create(CultureInfo.InvariantCulture, $"{what.In(Speech.Phrases)} [{new string('#', filled)}{new string('.', Width - filled)}] {percent,3}% {note?.In(Speech.Phrases)}");
        if (System.Console.IsErrorRedirected) System.Console.Error.WriteLine(line.TrimEnd());
        else System.Console.Error.Write("\r" + line.PadRight(100));
    }

    /// <summary>Ends the line.</summary>
    public void Dispose()
    {
        if (_shown >= 0 && !System.Console.IsErrorRedirected) System.Console.Error.WriteLine();
    }
}
