using Nba.Engine.Reports;
using Nba.Host.Api;

namespace Nba.Host.Commands;

/// <summary>Customers kept out against the others, for people.</summary>
internal sealed class HoldOutPrinter(ReportAnswer answer, bool zh, Action<IReadOnlyList<string>, IReadOnlyList<string[]>> table, Action<string, string> wrapped, TextWriter to)
{
    public void Print(Action<string> head)
    {
        head(Say("四、留出组与参与组", "4  Customers kept out against the others"));
        var rows = answer.Report.HoldOuts;
        if (rows.Count == 0)
        {
            to.WriteLine(Say("没有活动设置留出组（holdOut），也没有对照组：活动的效果无从衡量。", "No campaign has a hold-out, and there is no control group: what campaigns bring cannot be measured."));
            return;
        }
        table(
            [Say("活动或对照组", "Campaign or group"), Say("留出", "Kept out"), Say("其余", "Others"), Say("触及：留出", "Reached: kept out"), Say("触及：其余", "Reached: others"), Say("办理率：留出", "Took: kept out"),
                Say("办理率：其余", "Took: others"), Say("差（95%区间）", "Difference (95 %)"), Say("结论", "Says")],
            [
                .. rows.Select(r => (string[])
                [
                    $"{r.Name} ({r.Percent}%)", ReportPrinter.Number(r.KeptOut), ReportPrinter.Number(r.Others), ReportPrinter.Number(r.HeldReached), ReportPrinter.Number(r.RestReached), Took(r.HeldTook),
                    Took(r.RestTook), Difference(r.Difference), ReportWords.Verdict(r.Verdict, zh),
                ]),
            ]);
        foreach (var row in rows)
        {
            wrapped("  ", Say(
                $"{row.Name}：产品 {Words(row)}；名称 '{row.Name}'、用途 '{row.Purpose}'、位次 < {row.Percent}{Strays(row)}",
                $"{row.Name}: products {Words(row)}; name '{row.Name}', purpose '{row.Purpose}', place < {row.Percent}{Strays(row)}"));
        }
        wrapped("", Say(
            "触及 = 期内首次有该活动的候选（活动开关对其开启），两组同法；办理 = 此后至期末办理了活动所提供的任一产品，无论经何渠道。差 = 其余 − 留出，Newcombe 混合评分区间；每组少于 30 人或两组办理合计少于 5 人，不作判断。",
            "Reached: in the period the first candidate of the campaign came up while its flag was on for the customer, the same for both. Took: any product the campaign offers, by whatever way, "
            + "from then to the last day. The difference is others less kept out, with Newcombe's hybrid score interval; under 30 customers in an arm, or 5 takers in both, nothing is said."));
        wrapped("", Say($"位次可自行复算：{ReportQueries.PlaceRuleInChinese}", $"Recompute who is kept out: {answer.Place}"));
    }

    private string Took(Proportion? share) => share is { Of: > 0 } of ? $"{of.Count}/{of.Of} {ReportPrinter.Share(of)}" : "-";

    private static string Difference(ShareDifference? difference) =>
        difference is null ? "-" : $"{Signed(difference.Difference)} ({Signed(difference.Low)}..{Signed(difference.High)})";

    private static string Signed(decimal share) => (share > 0 ? "+" : "") + ReportPrinter.Percent(share);

    private string Words(HoldOutRow row) => row.Products.Count == 0 ? Say("无", "none") : string.Join(", ", row.Products);

    private string Strays(HoldOutRow row) => row.Strays == 0 ? "" : Say($"；{row.Strays} 位的记录与位次不符（比例曾改动）", $"; {row.Strays} were recorded otherwise than their place says (the share was changed)");

    private string Say(string inChinese, string inEnglish) => zh ? inChinese : inEnglish;
}
