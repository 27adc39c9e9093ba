using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Nba.Engine;
using Nba.Engine.Calendars;
using Nba.Host.Access;
using Nba.Host.Api;
using Nba.Host.Settings;

namespace Nba.Host.Console;

/// <summary>What every page of the console needs: who looks, in which language, on which day, and what became of what they just did. Immutable.</summary>
/// <param name="Language">Language of the page: <c>zh-CN</c> or <c>en</c>.</param>
/// <param name="Caller">Who looks.</param>
/// <param name="Path">The page's own address, without what was said last and without its language.</param>
public sealed record Frame(string Language, Caller Caller, string Path)
{
    private const string LanguageCookie = "nba-language";

    /// <summary>The book in force and the moment; null before the first commit.</summary>
    public (RuleBook Book, Instant Now)? Standing { get; init; }

    /// <summary>Whom they see; null where that is everybody.</summary>
    public Sight? Sight { get; init; }

    /// <summary>What became of the last thing they did, as a code; null for nothing.</summary>
    public string? Said { get; init; }

    /// <summary>Whether the page is Chinese.</summary>
    public bool Zh => Language == "zh-CN";

    /// <summary>The day in the bank's zone.</summary>
    public DateOnly Today => Standing is var (book, now) ? book.Calendar.DateOf(now) : default;

    /// <summary>The moment on the bank's clock, to the minute.</summary>
    public string Now => Standing is var (book, now) ? Moment.Local(now, book.Calendar) : "";

    /// <summary>Whether they are a person whom the directory may know, and not everybody at this machine.</summary>
    public bool IsPerson => Caller.Kind == CallerKind.Person;

    /// <summary>Their own queue; null for whoever has none.</summary>
    public string? Desk => IsPerson && Caller.Has(Roles.Manager | Roles.BranchHead) ? Caller.Id : null;

    /// <summary>One of two languages.</summary>
    public string T(string english, string chinese) => Zh ? chinese : english;

    /// <summary>A person or team by name, else by id.</summary>
    public string NameOf(string owner) => owner == Engine.Routing.Directory.Unassigned ? T("Nobody's customers", "未分配客户") : Standing?.Book.Directory.Find(owner)?.Name ?? owner;

    /// <summary>A number as people read it, to three places.</summary>
    public static string Number(decimal number) => number.ToString(number >= 100 ? "#,0" : "0.###", CultureInfo.InvariantCulture);

    /// <summary>A day in words that say how far it is.</summary>
    public string Day(string day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? (on.DayNumber - Today.DayNumber) switch
    {
        0 => T("today", "今天"),
        1 => T("tomorrow", "明天"),
        -1 => T("yesterday", "昨天"),
        > 1 and <= 14 and var ahead => T($"in {ahead} days, {day}", $"{ahead} 天后（{day}）"),
        < -1 and >= -14 and var ago => T($"{-ago} days ago, {day}", $"{-ago} 天前（{day}）"),
        _ => day,
    } : day;

    /// <summary>The frame of a request's page. A language asked for by <c>?lang=</c> is kept in a cookie.</summary>
    internal static Frame Of(HttpContext context, Queries? queries, HostOptions options)
    {
        var query = context.Request.Query.Where(q => q.Key is not ("lang" or "said")).SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? ""));
        var standing = queries?.Standing();
        return new Frame(LanguageOf(context, options), context.Caller(), context.Request.Path + new QueryBuilder(query).ToString())
        {
            Standing = standing is var (_, book, now) ? (book, now) : null,
            Sight = context.Caller().Kind == CallerKind.Local ? null : context.Sight(),
            Said = context.Request.Query["said"] is [{ Length: > 0 } said] ? said : null,
        };
    }

    private static string LanguageOf(HttpContext context, HostOptions options)
    {
        if (Known(context.Request.Query["lang"]) is { } asked)
        {
            context.Response.Cookies.Append(LanguageCookie, asked, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/console", Secure = context.Request.IsHttps, MaxAge = TimeSpan.FromDays(365) });
            return asked;
        }
        if (Known(context.Request.Cookies[LanguageCookie]) is { } kept) return kept;
        var accepted = context.Request.Headers.AcceptLanguage.ToString();
        return accepted.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : accepted.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : options.Language;
    }

    private static string? Known(string? language) => Engine.Rules.TextBook.Languages.FirstOrDefault(l => l == language);
}
