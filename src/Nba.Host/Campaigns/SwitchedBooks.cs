using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;

namespace Nba.Host.Campaigns;

/// <summary>Composes rule files with what is set over them, and keeps the last answer: a change is tried before it is written and again when it is read back, an edit that was refused until it goes. Thread-safe.</summary>
internal sealed class SwitchedBooks
{
    private readonly Lock _one = new();
    private RuleBook? _files;
    private SourceFile? _switches;
    private RuleBookLoad? _last;

    /// <summary>The book of these files under these switches, or what keeps it from being one.</summary>
    public RuleBookLoad Of(RuleBook files, CampaignSwitches? switches)
    {
        var file = switches?.ToFile();
        lock (_one)
        {
            if (_last is null || !ReferenceEquals(files, _files) || file != _switches) (_files, _switches, _last) = (files, file, SwitchedBook.Of(files, switches));
            return _last;
        }
    }
}
