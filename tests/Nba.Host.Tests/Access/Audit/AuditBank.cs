using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Nba.Host.Access.Audit;

namespace Nba.Host.Tests.Access.Audit;

/// <summary>A folder for an audit log with a clock of its own, deleted with it, and what somebody may do to its files.</summary>
internal sealed class AuditBank : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("nba-audit-");

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 28, 9, 15, 2, 123, TimeSpan.Zero));

    public string Folder => Path.Combine(_root.FullName, "audit");

    public string Data => _root.FullName;

    public IReadOnlyList<FileInfo> Days => AuditFolder.Files(Folder);

    public static AuditAct Read(string customer, string who = "rm01") => new(who, ["manager"], AuditAct.Read, "GET /customers/{id}/actions", customer, Result: 200);

    public AuditLog Open() => AuditLog.Open(Folder, Clock, NullLogger<AuditLog>.Instance);

    /// <summary>Writes a log of so many days with so many entries each, and closes it.</summary>
    public AuditHead Write(int days = 1, int entries = 3)
    {
        using var log = Open();
        for (var day = 0; day < days; day++)
        {
            if (day > 0) Clock.Advance(TimeSpan.FromDays(1));
            for (var i = 0; i < entries; i++) log.Append(Read($"C{i}"));
        }
        return log.Head;
    }

    public AuditVerdict Verify(params AuditHead[] heads) => AuditVerifier.Verify(Folder, heads);

    /// <summary>What verifying finds, by kind and place.</summary>
    public string Faults(params AuditHead[] heads) => string.Join(' ', Verify(heads).Faults.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Kind}@{f.File}:{f.Line}")));

    public List<string> Lines(int day = 0) => [.. File.ReadAllText(Days[day].FullName).Split('\n')[..^1]];

    /// <summary>Every line of every day, with its line feed.</summary>
    public List<string> All() => [.. Days.SelectMany(f => File.ReadAllText(f.FullName).Split('\n')[..^1]).Select(l => l + "\n")];

    public void Put(int day, IEnumerable<string> lines) => File.WriteAllText(Days[day].FullName, string.Concat(lines.Select(l => l + "\n")));

    /// <summary>The line with the hash that belongs to it, found without the code under test.</summary>
    public static string Rehash(string line)
    {
        var body = line[..line.LastIndexOf(",\"hash\":", StringComparison.Ordinal)];
        return $"{body},\"hash\":\"{Hash(body)}\"}}";
    }

    public static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    public void Dispose() => _root.Delete(recursive: true);
}
