using Microsoft.AspNetCore.Http;

namespace Nba.Host.Api;

/// <summary>Shows problems to people who look at pages, where others are answered in JSON. Thread-safe.</summary>
internal interface IProblemPages
{
    /// <summary>The language of the page: <c>zh-CN</c> or <c>en</c>.</summary>
    string LanguageOf(HttpContext context);

    /// <summary>Answers with a page that says what went wrong, and with its status.</summary>
    Task Write(HttpContext context, ProblemAnswer problem);
}
