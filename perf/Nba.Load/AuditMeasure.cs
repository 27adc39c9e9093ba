using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Access.Audit;

namespace Nba.Load;

/// <summary>What an entry of the audit log costs whoever waits for it, and how fast a log is verified, beside twins that write and hash the same bytes and do nothing else.</summary>
internal static class AuditMeasure
{
    private static readonly string[] Roles = ["manager"];

    /// <summary>Writes so many entries, each of another customer, and verifies them.</summary>
    public static void Run(int entries, string root)
    {
        var folder = Path.Combine(root, "audit");
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var appended = Stopwatch.StartNew();
        using (var log = AuditLog.Open(folder, TimeProvider.System, NullLogger<AuditLog>.Instance))
        {
            for (var i = 0; i < entries; i++) log.Append(new AuditAct("rm01", Roles, AuditAct.Read, "GET /customers/{id}/actions", Customer(i), Result: 200));
        }
        appended.Stop();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var files = AuditFolder.Files(folder);
        var bytes = files.Sum(f => f.Length);
        var written = Write(Path.Combine(root, "twin"), entries, (int)(bytes / entries));
        Say($"entries {entries} bytes each {bytes / entries} appended/s {Rate(entries, appended)} twin that writes only {Rate(entries, written)} ratio {written.Elapsed / appended.Elapsed:F2} allocated each {allocated / entries}");

        var verified = Stopwatch.StartNew();
        var verdict = AuditVerifier.Verify(folder, []);
        verified.Stop();
        if (verdict.FaultCount != 0 || verdict.Lines != entries) throw new InvalidOperationException($"the log is not whole: {verdict}");
        var hashed = Stopwatch.StartNew();
        foreach (var file in files)
        {
            using var stream = file.OpenRead();
            SHA256.HashData(stream);
        }
        hashed.Stop();
        Say($"verified lines/s {Rate(entries, verified)} MB/s {bytes / verified.Elapsed.TotalSeconds / 1e6:F0} twin that hashes the file {Rate(entries, hashed)} ratio {hashed.Elapsed / verified.Elapsed:F2}");
    }

    private static Stopwatch Write(string path, int entries, int length)
    {
        var line = new byte[length];
        var watch = Stopwatch.StartNew();
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        for (var i = 0L; i < entries; i++) RandomAccess.Write(file, line, i * length);
        RandomAccess.FlushToDisk(file);
        watch.Stop();
        return watch;
    }

    private static string Customer(int i) => string.Create(CultureInfo.InvariantCulture, $"K{i:D7}");

    private static string Rate(int entries, Stopwatch watch) => (entries / watch.Elapsed.TotalSeconds).ToString("F0", CultureInfo.InvariantCulture);

    private static void Say(FormattableString words) => Console.WriteLine(words.ToString(CultureInfo.InvariantCulture));
}
