using Nba.Host.Api;
using Nba.Host.Campaigns;

namespace Nba.Host.Console;

/// <summary>How campaigns are told on pages.</summary>
internal static class CampaignTexts
{
    /// <summary>Whether a campaign runs.</summary>
    public static string State(string state, Frame frame) => state switch
    {
        "on" => frame.T("on", "进行中"),
        "off" => frame.T("off", "已关闭"),
        "not-yet" => frame.T("not yet", "未开始"),
        "over" => frame.T("over", "已结束"),
        _ => state,
    };

    /// <summary>How a change stands.</summary>
    public static string ChangeState(string state, Frame frame) => state switch
    {
        "in-force" => frame.T("in force", "已生效"),
        "waiting" => frame.T("waits for approval", "待复核"),
        "rejected" => frame.T("rejected", "已驳回"),
        "overtaken" => frame.T("overtaken by a later change", "已被后续更改取代"),
        _ => state,
    };

    /// <summary>Its days.</summary>
    public static string Days(string? from, string? to, Frame frame) => (from, to) switch
    {
        (null, null) => frame.T("every day", "每天"),
        (null, { } last) => frame.T($"to {last}", $"至 {last}"),
        ({ } first, null) => frame.T($"from {first}", $"自 {first}"),
        ({ } first, { } last) => frame.T($"{first} to {last}", $"{first} 至 {last}"),
    };

    /// <summary>Its customers.</summary>
    public static string Whom(CampaignAnswer campaign, Frame frame)
    {
        List<string> parts = [];
        if (campaign.Percentage is { } share) parts.Add(frame.T($"{share} % of customers", $"{share}% 客户"));
        if (campaign.Branches is { Count: > 0 } branches) parts.Add(string.Join(", ", branches.Select(b => frame.Standing?.Book.Directory.NameOfBranch(b) ?? b)));
        if (campaign.Segments is { Count: > 0 } segments) parts.Add(string.Join(", ", segments));
        return parts.Count == 0 ? frame.T("everybody it is for", "全部适用客户") : string.Join(" · ", parts);
    }

    /// <summary>What somebody asks for.</summary>
    public static string Asked(CampaignRequest request, Frame frame)
    {
        List<string> parts = [];
        if (request.Campaign is { } campaign) parts.Add(campaign);
        switch (request.Change)
        {
            case "on" or "off":
                parts.Add(State(request.Change, frame));
                break;
            case "schedule":
                parts.Add(Days(request.From, request.To, frame));
                break;
            case "rollout":
                if (request.Percentage is { } share) parts.Add(frame.T($"{share} % of customers", $"{share}% 客户"));
                parts.Add(Branches(request.Branches ?? [], frame));
                parts.Add(Segments(request.Segments ?? [], frame));
                break;
            case "lever":
                parts.Add(frame.T($"lever {request.Lever}", $"权重 {request.Lever}"));
                break;
            case "rollback":
                parts.Add(request.Of is > 0 and var to ? frame.T($"back to change {to}", $"恢复到第 {to} 次更改") : frame.T("back to what the file says", "恢复为文件设定"));
                break;
        }
        return string.Join(" · ", parts);
    }

    /// <summary>What is set after a change over what the file says.</summary>
    public static string Settings(CampaignChangeAnswer change, string campaign, Frame frame)
    {
        if (!change.Settings.TryGetValue(campaign, out var set)) return "";
        List<string> parts = [];
        if (set.Enabled is { } on) parts.Add(on ? frame.T("switched on", "开启") : frame.T("switched off", "关闭"));
        if (set.Days is { } days) parts.Add(Days(days.From, days.To, frame));
        if (set.Percentage is { } share) parts.Add(frame.T($"{share} % of customers", $"{share}% 客户"));
        if (set.Branches is { } branches) parts.Add(Branches(branches, frame));
        if (set.Segments is { } segments) parts.Add(Segments(segments, frame));
        if (set.Lever is { } lever) parts.Add(frame.T($"lever {lever}", $"权重 {lever}"));
        return parts.Count == 0 ? frame.T("as the file says", "以文件为准") : string.Join(" · ", parts);
    }

    private static string Branches(IReadOnlyCollection<string> branches, Frame frame) =>
        frame.T("branches: ", "网点：") + (branches.Count == 0 ? frame.T("all", "全部") : string.Join(", ", branches.Select(b => frame.Standing?.Book.Directory.NameOfBranch(b) ?? b)));

    private static string Segments(IReadOnlyCollection<string> segments, Frame frame) => frame.T("segments: ", "客群：") + (segments.Count == 0 ? frame.T("all", "全部") : string.Join(", ", segments));
}
