using System.Text;
using Nba.Engine.Sources;

namespace Nba.Engine.Expressions;

/// <summary>
/// What is done to an expression's text before the parser sees it: bounds are checked (nesting would overflow the parser's stack), <c>AND</c> and
/// <c>OR</c> become lower case, and fractions become decimals, so that no binary floating point is ever computed with.
/// </summary>
internal static class ExpressionText
{
    public const int MaxLength = 2000;
    public const int MaxDepth = 24;

    private static readonly HashSet<string> SmallWords = new(["and", "or", "not", "in", "null", "true", "false", "iif", "new", "it"], StringComparer.OrdinalIgnoreCase);

    public const int MaxStockLength = 10_000;

    /// <summary>Why the text may not be parsed, with the offset, or null.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="isStock">Whether it is of a plain RulesEngine file, which may be longer and has texts in single quotes too.</param>
    public static (Sentence Why, int At)? Refusal(string text, bool isStock = false)
    {
        var most = isStock ? MaxStockLength : MaxLength;
        if (text.Length > most) return ($"an expression has at most {most} characters, this one {text.Length}", 0);
        var depth = 0;
        var unary = 0;
        var branches = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' || (isStock && c == '\'')) i = SkipString(text, i);
            else if (c is '(' or '[' or '{' && ++depth > MaxDepth) return ($"an expression nests at most {MaxDepth} brackets deep", i);
            else if (c is ')' or ']' or '}') depth--;
            else if (c == '\'') return ($"texts stand in double quotes", i);
            if (c == '?' && ++branches > MaxDepth) return ($"an expression branches at most {MaxDepth} times", i);
            var word = WordEnd(text, i);
            unary = c is '!' or '-' or '~' || text.AsSpan(i, word - i).Equals("not", StringComparison.OrdinalIgnoreCase) ? unary + 1 : char.IsWhiteSpace(c) ? unary : 0;
            if (word > i) i = word - 1;
            if (unary > MaxDepth) return ($"more than {MaxDepth} signs in a row", i);
        }
        return null;
    }

    /// <summary>The text with the words between conditions in lower case, which is the only case that the parser knows where it minds case; offsets stay.</summary>
    public static string WithSmallWords(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var end = text[i] == '\'' ? SkipString(text, i) + 1 : TokenEnd(text, i);
            var token = text[i..end];
            var isMember = i > 0 && text[i - 1] == '.';
            result.Append(!isMember && SmallWords.Contains(token) ? token.ToLowerInvariant() : token);
            i = end;
        }
        return result.ToString();
    }

    /// <summary>The text for the parser, and for each of its offsets the offset in the original.</summary>
    public static (string Text, int[] Origin) Prepare(string text)
    {
        var result = new StringBuilder(text.Length + 4);
        var origin = new List<int>(text.Length + 5);
        for (var i = 0; i < text.Length;)
        {
            var end = TokenEnd(text, i);
            var token = text[i..end];
            if (token is "AND" or "OR" or "NOT") token = token.ToLowerInvariant();
            else if (IsFraction(token)) token += "m";
            for (var k = 0; k < token.Length; k++) origin.Add(Math.Min(i + k, end - 1));
            result.Append(token);
            i = end;
        }
        origin.Add(text.Length);
        return (result.ToString(), [.. origin]);
    }

    private static int WordEnd(string text, int start)
    {
        var i = start;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_')) i++;
        return i;
    }

    private static int TokenEnd(string text, int start)
    {
        if (text[start] == '"') return SkipString(text, start) + 1;
        if (!char.IsLetterOrDigit(text[start]) && text[start] != '_') return start + 1;
        var number = char.IsAsciiDigit(text[start]);
        var i = start + 1;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_' || (number && text[i] == '.'))) i++;
        return i;
    }

    private static bool IsFraction(string token) => char.IsAsciiDigit(token[0]) && token.Contains('.', StringComparison.Ordinal) && char.IsAsciiDigit(token[^1]);

    private static int SkipString(string text, int start)
    {
        var i = start + 1;
        while (i < text.Length && text[i] != text[start]) i += text[i] == '\\' ? 2 : 1;
        return Math.Min(i, text.Length - 1);
    }
}
