using System.Text;
using Nba.Host.State;

namespace Nba.Host.Tests.State;

/// <summary>A store's directory for one test, deleted with it.</summary>
internal sealed class StoreFolder : IDisposable
{
    public StoreFolder()
    {
        Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("nba-store-").FullName, "store");
        Options = new StoreOptions { Directory = Path, WriteBufferMiB = 1, BlockCacheMiB = 4 };
    }

    public string Path { get; }

    public StoreOptions Options { get; }

    public Store Open() => Store.Open(Options);

    /// <summary>Files of tables that are on disk now.</summary>
    public IReadOnlyList<string> Tables => Directory.GetFiles(Path, "*.sst");

    /// <summary>A store of what lies on disk now, as a killed process leaves it.</summary>
    public Store OpenKilled()
    {
        var copy = Path + "-killed";
        // Flushes and compactions go on meanwhile: once more, where they did.
        while (!TryCopy(copy)) Directory.Delete(copy, recursive: true);
        return Store.Open(Options.In(copy));
    }

    private bool TryCopy(string copy)
    {
        Directory.CreateDirectory(copy);
        var before = Files();
        foreach (var (file, _) in before)
        {
            try
            {
                File.Copy(file, System.IO.Path.Combine(copy, System.IO.Path.GetFileName(file)));
            }
            catch (FileNotFoundException)
            {
                return false;
            }
        }
        return before.SequenceEqual(Files());
    }

    private List<(string Name, long Length)> Files() =>
        [.. ((string[])["CURRENT", "IDENTITY", "MANIFEST-*", "OPTIONS-*", "*.log", "*.sst"]).SelectMany(f => new DirectoryInfo(Path).GetFiles(f)).Select(f => (f.FullName, f.Length)).Order()];

    public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
}

/// <summary>Texts for bytes.</summary>
internal static class StoreTexts
{
    extension(Store store)
    {
        /// <summary>Writes keys and values in turn as one batch; a last key alone gets an empty value.</summary>
        public void Put(params string[] pairs)
        {
            using var batch = store.NewBatch();
            foreach (var pair in pairs.Chunk(2))
            {
                batch.Put(Encoding.UTF8.GetBytes(pair[0]), Encoding.UTF8.GetBytes(pair.Length > 1 ? pair[1] : ""));
            }

            store.Write(batch);
        }

        public string? Text(string key)
        {
            byte[] buffer = [];
            return store.TryGet(Encoding.UTF8.GetBytes(key), ref buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : null;
        }

        public List<string> Keys(string prefix, string startAt = "")
        {
            using var scan = store.Scan(Encoding.UTF8.GetBytes(prefix), Encoding.UTF8.GetBytes(startAt));
            var keys = new List<string>();
            while (scan.MoveNext())
            {
                keys.Add(Encoding.UTF8.GetString(scan.Key));
            }

            return keys;
        }
    }
}
