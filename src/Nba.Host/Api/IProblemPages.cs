using Microsoft.AspNetCore.Http;

namespace Nba.Host.Api;

/// <summary>Shows problems to people who look at pages, where others are answered in JSON. Thread-safe.</summary>
internal interface IProblemPages
{
    /// <summary>Whether a request is that of a page.</summary>
    bool Takes(HttpContext context);

    /// <summary>The language of the page: <c>zh-CN</c> or <c>en</c>.</summary>
    string LanguageOf(HttpContext context);

    /// <summary>Answers with a page that says what went wrong, and with its status.</summary>
    Task Write(HttpContext context, ProblemAnswer problem);
}
