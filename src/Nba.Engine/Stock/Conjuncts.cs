namespace Nba.Engine.Stock;

/// <summary>Splits an expression's text where all its parts must hold, so that each part is parsed once however many rules have it.</summary>
internal static class Conjuncts
{
    /// <summary>The parts and where each begins; the whole where splitting could change its meaning.</summary>
    public static IReadOnlyList<(string Text, int At)> Of(string text)
    {
        var parts = new List<(string, int)>();
        var (depth, start) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\'') i = EndOfText(text, i);
            else if (c is '(' or '[' or '{') depth++;
            else if (c is ')' or ']' or '}') depth--;
            else if (depth > 0) continue;
            // Alternatives, choices and functions reach over what stands beside them.
            else if (c is '?' or '|' || (c == '=' && At(text, i + 1) == '>')) return [(text, 0)];
            else if (c == '&')
            {
                if (At(text, i + 1) != '&') return [(text, 0)];
                parts.Add((text[start..i], start));
                start = i + 2;
                i++;
            }
            else if (char.IsLetter(c) || c == '_')
            {
                var end = i;
                while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
                var word = text.AsSpan(i, end - i);
                // Behind a dot it is a member's name.
                var isMember = i > 0 && text[i - 1] == '.';
                if (!isMember && word.Equals("or", StringComparison.OrdinalIgnoreCase)) return [(text, 0)];
                if (!isMember && word.Equals("and", StringComparison.OrdinalIgnoreCase))
                {
                    parts.Add((text[start..i], start));
                    start = end;
                }
                i = end - 1;
            }
            else if (char.IsDigit(c))
            {
                while (i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])) i++;
            }
        }
        parts.Add((text[start..], start));
        return parts.Any(p => string.IsNullOrWhiteSpace(p.Item1)) ? [(text, 0)] : parts;
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';

    private static int EndOfText(string text, int start)
    {
        var i = start + 1;
        while (i < text.Length && text[i] != text[start]) i += text[i] == '\\' ? 2 : 1;
        return Math.Min(i, text.Length - 1);
    }
}
