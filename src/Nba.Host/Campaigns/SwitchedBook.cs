using Nba.Engine;
using Nba.Engine.Campaigns;

namespace Nba.Host.Campaigns;

/// <summary>Rule files with what product owners set for campaigns over them.</summary>
internal static class SwitchedBook
{
    /// <summary>The book of these files under these switches, or what keeps it from being one; the same book where nothing is different.</summary>
    public static RuleBookLoad Of(RuleBook files, CampaignSwitches? switches)
    {
        var (file, stands) = (switches?.ToFile(), files.Files.FirstOrDefault(f => f.Path == CampaignSwitches.File));
        if (file == stands) return new RuleBookLoad(files, []);
        var load = RuleBook.Load([.. files.Files.Where(f => f.Path != CampaignSwitches.File), .. file is null ? [] : new[] { file }]);
        return load.Book is { } book && files.EarlierPlans.Count > 0 ? load with { Book = book.Carrying(files.EarlierPlans) } : load;
    }
}
