using Microsoft.Extensions.Logging.Abstractions;
using Nba.Host.Access.Audit;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary>Puts what a command does with a person's data at a stopped store into the audit log of its data directory, as a host would: whoever works at the machine is the local operator.</summary>
internal static class LocalAudit
{
    /// <summary>Enters it; what cannot be entered must not be done or answered.</summary>
    /// <exception cref="CannotStartException">The log cannot be written.</exception>
    public static void Enter(HostSettings settings, string what, string of, IReadOnlyList<string> customers)
    {
        using var log = AuditLog.Open(AuditFolder.In(settings.Host.Data), TimeProvider.System, NullLogger<AuditLog>.Instance);
        try
        {
            for (var from = 0; from == 0 || from < customers.Count; from += AuditAct.MostCustomers)
                log.Append(new AuditAct(AuditAct.Local, [], what, of) { Others = [.. customers.Skip(from).Take(AuditAct.MostCustomers)] });
        }
        catch (IOException failure)
        {
            throw new CannotStartException($"the audit log takes no entry, so nothing is done: {failure.Message.TrimEnd('.')}", failure);
        }
    }
}
