using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Nba.Engine.Sources;
using Nba.Host.Settings;

namespace Nba.Host.Api;

/// <summary>Pages that say one thing, without script: behind links to answer by, about signing in, and what went wrong at an address of a browser.</summary>
internal static class PlainPage
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2126;--paper:#fff;--line:#c9ced4;--act:#0b5cad;--bad:#a4161a}
        @media(prefers-color-scheme:dark){:root{--ink:#e7eaed;--paper:#16191d;--line:#454c54;--act:#7db7f5;--bad:#ff9a9c}}
        body{font:16px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--paper);max-width:34rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:.4rem 0}a{color:var(--act)}label{display:block;margin:.8rem 0 .2rem}
        input,select,button{font:inherit;padding:.5rem;border:1px solid var(--line);border-radius:.3rem;background:var(--paper);color:var(--ink);width:100%;box-sizing:border-box}
        button{margin-top:1.2rem;border-color:var(--act);color:var(--act);font-weight:600;cursor:pointer}.fault{color:var(--bad)}.quiet{opacity:.75}
        """;

    // The hash of the one style, for the policy of what a page may load (https://www.w3.org/TR/CSP3/).
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>A whole page.</summary>
    /// <param name="language">Its language, as <c>zh-CN</c>.</param>
    /// <param name="title">Its title, not encoded yet.</param>
    /// <param name="body">What stands in it, as HTML.</param>
    public static string Whole(string language, string title, string body) =>
        $"<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Encode(title)}</title><style>{Style}</style></head><body><main>{body}</main></body></html>";

    /// <summary>Answers with a page.</summary>
    public static Task Send(HttpContext context, int status, string html)
    {
        var headers = context.Response.Headers;
        context.Response.StatusCode = status;
        headers.ContentSecurityPolicy = Policy;
        headers["X-Robots-Tag"] = "noindex";
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    /// <summary>Answers with a title, words, and where to go from there, in the language of whoever asks.</summary>
    public static Task Say(HttpContext context, int status, Sentence title, Sentence words, params (string Address, Sentence Words)[] links)
    {
        var book = HostPhrases.Of(context.Request.Headers.AcceptLanguage);
        return Send(context, status, Whole(ReferenceEquals(book, HostPhrases.Chinese) ? "zh-CN" : "en", title.In(book),
            $"<h1>{Encode(title.In(book))}</h1><p>{Encode(words.In(book))}</p>{string.Concat(links.Select(l => $"<p><a href=\"{Encode(l.Address)}\">{Encode(l.Words.In(book))}</a></p>"))}"));
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
