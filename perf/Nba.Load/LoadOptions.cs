using System.Globalization;

namespace Nba.Load;

/// <summary>What the rig is asked to measure.</summary>
internal sealed record LoadOptions(string Rules, int Customers, int Activities, int HalfLoad, int Batch, string? Bootstrap)
{
    /// <summary>How many worker processes share the load; 0 to measure in this one.</summary>
    public int Processes { get; init; }

    /// <summary>The bank, made by an earlier run against the same broker, whose rows are read back and nothing else done; null for a run of its own.</summary>
    public string? Restore { get; init; }

    /// <summary>The bank and the name that this process is a worker under; null for the one that measures.</summary>
    public string? Worker { get; init; }

    /// <summary>How many entries of an audit log to write and verify, and nothing else; 0 for none.</summary>
    public int Audit { get; init; }

    /// <summary>Whether customers are sealed, each with a key of their own.</summary>
    public bool Sealed { get; init; }

    private const string Usage = "Nba.Load --transport embedded|kafka [--bootstrap HOST:PORT] [--smoke] [--sealed] [--customers N] [--activities N] [--batch N] [--rules DIR] [--processes N] [--restore BANK] [--audit ENTRIES]";

    /// <summary>The options, or null after the usage was printed.</summary>
    public static LoadOptions? Parse(string[] args)
    {
        var smoke = args.Contains("--smoke");
        var kafka = args.Contains("kafka");
        string? bootstrap = null, worker = null, restore = null;
        var (processes, audit) = (0, 0);
        var (customers, activities, batch, rules) = (smoke ? 50_000 : kafka ? 200_000 : 1_000_000, smoke ? 300_000 : kafka ? 1_000_000 : 3_000_000, 4000, "rules");
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--smoke" or "--sealed") continue;
            var name = args[i];
            var value = i + 1 < args.Length ? args[++i] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;
            switch (name)
            {
                case "--transport" when value is "embedded" or "kafka": break;
                case "--bootstrap" when value.Length > 0: bootstrap = value; break;
                case "--processes" when number > 0 && kafka: processes = number; break;
                case "--restore" when value.Length > 0 && kafka: restore = value; break;
                case "--audit" when number > 0: audit = number; break;
                case "--worker" when value.Contains('/', StringComparison.Ordinal): worker = value; break;
                case "--customers" when number > 0: customers = number; break;
                case "--activities" when number > 0: activities = number; break;
                case "--batch" when number > 0: batch = number; break;
                case "--rules" when value.Length > 0: rules = value; break;
                default:
                    System.Console.Error.WriteLine($"'{name} {value}' is not understood. {Usage}");
                    return null;
            }
        }
        if (kafka == (bootstrap is null))
        {
            System.Console.Error.WriteLine($"--bootstrap HOST:PORT names the broker of --transport kafka. {Usage}");
            return null;
        }
        return new LoadOptions(rules, customers, activities, Math.Min(activities / 5, 300_000), batch, bootstrap) { Processes = processes, Audit = audit, Worker = worker, Restore = restore, Sealed = args.Contains("--sealed") };
    }
}
