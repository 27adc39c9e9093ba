using Nba.Engine;
using Nba.Engine.Campaigns;
using Nba.Engine.Sources;

namespace Nba.Host.Campaigns;

/// <summary>Rule files with what product owners set for campaigns over them.</summary>
internal static class SwitchedBook
{
    /// <summary>The book of these files under these switches, or what keeps it from being one; the same book where nothing is different.</summary>
    public static RuleBookLoad Of(RuleBook files, CampaignSwitches? switches) => Of(files, switches?.ToFile());

    /// <summary>The same of switches as the file of another book.</summary>
    public static RuleBookLoad Of(RuleBook files, SourceFile? file)
    {
        if (file == files.Files.FirstOrDefault(f => f.Path == CampaignSwitches.File)) return new RuleBookLoad(files, []);
        var load = RuleBook.Load([.. files.Files.Where(f => f.Path != CampaignSwitches.File), .. file is null ? [] : new[] { file }]);
        return load.Book is { } book && files.EarlierPlans.Count > 0 ? load with { Book = book.Carrying(files.EarlierPlans) } : load;
    }

    /// <summary>Whether two books differ in nothing but what is set over their files: then the words are the same, and states are laid out alike.</summary>
    public static bool HaveSameFiles(RuleBook one, RuleBook other) =>
        one.Files.Where(f => f.Path != CampaignSwitches.File).SequenceEqual(other.Files.Where(f => f.Path != CampaignSwitches.File));

    /// <summary>Version of a book's rule files alone, without what is set over them.</summary>
    public static string FilesOf(RuleBook book) =>
        book.Campaigns.Switches is null ? book.Version : RuleBook.VersionOf([.. book.Files.Where(f => f.Path != CampaignSwitches.File)]);
}
