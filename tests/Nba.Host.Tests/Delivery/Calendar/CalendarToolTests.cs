namespace Nba.Host.Tests.Delivery.Calendar;

/// <summary>A program that we did not write fetches a manager's feed from a running host, and shows what the bank meant.</summary>
public sealed class CalendarToolTests
{
    [CalendarToolFact]
    public async Task A_calendar_program_sees_an_event_its_change_and_its_cancellation()
    {
        await using var bank = await CalendarBank.Start();
        await bank.Transfer("C1", "anna", "张三; \"Jo\", 🎂\nBEGIN:VEVENT");
        using var tool = new CalendarTool(new Uri(bank.Bank.Host.Address, await bank.Address("anna")));

        await tool.Fetch();
        Assert.Equal(["2026-03-04|2026-03-04|【到期】大额转出200,000元 · 张三; \"Jo\", 🎂 BEGIN:VEVENT (C1)"], await tool.Shows("2026-03-01"));

        await bank.Answer("anna", "accepted", ""","at":"2026-03-03T07:30:00Z" """);
        await tool.Fetch();
        Assert.Equal(["2026-03-03 15:30|2026-03-03 16:30|【预约】大额转出200,000元 · 张三; \"Jo\", 🎂 BEGIN:VEVENT (C1)"], await tool.Shows("2026-03-01"));

        await bank.Answer("anna", "done");
        await tool.Fetch();
        Assert.Equal(["2026-03-03 15:30|2026-03-03 16:30|CANCELLED 【预约】大额转出200,000元 · 张三; \"Jo\", 🎂 BEGIN:VEVENT (C1)"], await tool.Shows("2026-03-01"));
    }
}
