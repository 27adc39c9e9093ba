using System.Text;
using Nba.Engine.Sources;

namespace Nba.Host.Commands;

/// <summary>Passes on what the library of the command line writes, in the words of a phrasebook. Owns nothing: what it writes to stays open.</summary>
internal sealed class LibraryWriter(TextWriter to, Phrasebook phrases) : TextWriter
{
    public override Encoding Encoding => to.Encoding;

    public override void Write(char value) => to.Write(value);

    public override void Write(string? value) => to.Write(value is null ? null : LibraryWords.In(value, phrases));

    public override void WriteLine(string? value)
    {
        Write(value);
        WriteLine();
    }

    public override void WriteLine() => to.WriteLine();

    public override void Flush() => to.Flush();
}
