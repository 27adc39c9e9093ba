using System.Globalization;
using System.Runtime.InteropServices;
using RocksDbSharp;

namespace Nba.Host.State;

/// <summary>Turns <see cref="StoreOptions"/> into RocksDB's options.</summary>
internal static class StoreTuning
{
    internal static DbOptions Build(StoreOptions options)
    {
        var plain = new DbOptions();
        var tuned = new DbOptions();
        var text = Marshal.StringToCoTaskMemUTF8(Text(options));
        try
        {
            Native.Instance.rocksdb_get_options_from_string(plain.Handle, text, tuned.Handle);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
            GC.KeepAlive(plain);
        }

        return options.Statistics ? tuned.EnableStatistics() : tuned;
    }

    internal static string Text(StoreOptions o) => string.Create(CultureInfo.InvariantCulture, $$"""
        create_if_missing=true;
        write_buffer_size={{o.WriteBufferMiB}}M;
        max_write_buffer_number={{o.WriteBuffers}};
        max_background_jobs={{o.MaxBackgroundJobs}};
        max_open_files={{o.MaxOpenFiles}};
        """).ReplaceLineEndings("") + Environment.GetEnvironmentVariable("NBA_ROCKS");
}
