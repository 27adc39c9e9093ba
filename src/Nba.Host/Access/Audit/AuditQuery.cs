using System.Globalization;
using System.Text;
using Nba.Host.Settings;

namespace Nba.Host.Access.Audit;

/// <summary>Which entries of an audit log are looked for; what is null does not matter.</summary>
/// <param name="Customer">Id of the customer.</param>
/// <param name="Who">Who acted.</param>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last one.</param>
internal sealed record AuditQuery(string? Customer, string? Who, DateOnly? From, DateOnly? To)
{
    /// <summary>Takes a line of the log, without its line feed.</summary>
    public delegate void Found(ReadOnlySpan<byte> line);

    /// <summary>Goes through a folder's entries in their order, beside a host that writes too. Hashes are not looked at.</summary>
    /// <param name="folder">As <see cref="AuditFolder.In"/> names it.</param>
    /// <param name="found">Called for each entry that is one of those.</param>
    /// <returns>How many they are, and the lines that cannot be read.</returns>
    /// <exception cref="CannotStartException">There is no such folder.</exception>
    public (long Count, IReadOnlyList<AuditFault> Unreadable) Run(string folder, Found found)
    {
        var (count, unreadable) = (0L, new List<AuditFault>());
        // No entry is of a later day than its file; of an earlier one it may be, where the clock was set back.
        foreach (var file in AuditFolder.Files(AuditFolder.ForReading(folder)).Where(f => From is null || AuditFolder.DayOf(f.Name) >= From))
        {
            using var lines = new AuditLines(file.FullName);
            while (lines.TryNext(out var line))
            {
                if (!AuditLine.TryRead(line, out var read)) unreadable.Add(new AuditFault(file.Name, lines.Line, AuditFaultKind.Form, null, null));
                else if (IsWanted(read, line))
                {
                    found(line);
                    count++;
                }
            }
        }
        return (count, unreadable);
    }

    private bool IsWanted(in AuditLine read, ReadOnlySpan<byte> line)
    {
        if (!Within(read.Day)) return false;
        if (Customer is null && Who is null) return true;
        var entry = AuditEntry.From(line);
        return (Customer is null || entry.Customers.Contains(AuditLineWriter.Cut(Customer))) && (Who is null || entry.Who == AuditLineWriter.Cut(Who));
    }

    private bool Within(ReadOnlySpan<byte> day)
    {
        Span<char> written = stackalloc char[AuditForm.DayLength];
        Encoding.ASCII.GetChars(day, written);
        return (From is not { } from || written.SequenceCompareTo(Written(from)) >= 0) && (To is not { } to || written.SequenceCompareTo(Written(to)) <= 0);
    }

    private static string Written(DateOnly day) => day.ToString(AuditForm.Day, CultureInfo.InvariantCulture);
}
