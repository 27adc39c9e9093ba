using Nba.Host.Archives;

namespace Nba.Host.Tests.Archives;

/// <summary>What an archive holds, as a store to look at.</summary>
internal static class ArchivedRows
{
    public static ScratchStore Of(string archive, int partition = 0)
    {
        var scratch = ScratchStore.Empty();
        Archive.Open(archive).Unpack(partition, scratch.Store);
        return scratch;
    }
}
