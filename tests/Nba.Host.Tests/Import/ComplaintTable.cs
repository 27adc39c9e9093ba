using System.Globalization;
using System.Text;

namespace Nba.Host.Tests.Import;

/// <summary>Complaints in the columns of cfpb: made-up ones that every run makes alike.</summary>
internal static class ComplaintTable
{
    public const string Header = "Complaint ID,Product,Sub-product,Issue,Sub-issue,State,ZIP code,Submitted via,Date received,Date sent to company,Company,Company response,Timely response?,Consumer disputed?";

    private static readonly string[] Responses = ["Closed with explanation", "In progress", "Closed with monetary relief", "Closed"];

    /// <summary>So many complaints, one a day from 1 June 2015 on: over 3 July, sent on the same day or later, late and disputed ones among them.</summary>
    public static string MadeUp(int count)
    {
        var text = new StringBuilder(Header).Append("\r\n");
        for (var i = 0; i < count; i++)
        {
            var received = new DateOnly(2015, 6, 1).AddDays(i);
            text.Append(Row(500 + i, received, received.AddDays(i % 4), Responses[i % 4], i % 7 != 6, i % 5 == 4 ? "Yes" : ""));
        }
        return text.ToString();
    }

    /// <summary>One row.</summary>
    public static string Row(int id, DateOnly received, DateOnly sent, string response, bool timely, string disputed) => string.Create(CultureInfo.InvariantCulture,
        $"{id},Mortgage,,\"Loan modification,collection,foreclosure\",,FL,32219,Web,{received:MM/dd/yyyy},{sent:MM/dd/yyyy},\"A Bank, N.A.\",{response},{(timely ? "Yes" : "No")},{disputed}\r\n");
}
