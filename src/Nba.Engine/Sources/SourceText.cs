using Newtonsoft.Json;

namespace Nba.Engine.Sources;

/// <summary>Maps the reader's end-of-token positions back to where tokens begin in the text.</summary>
internal sealed class SourceText
{
    private readonly SourceFile _file;
    private readonly List<int> _lineStarts = [0];
    private int _passed;
    private bool _comma;
    private bool _commaBefore;

    public SourceText(SourceFile file)
    {
        _file = file;
        for (var i = 0; i < file.Text.Length; i++)
        {
            if (file.Text[i] == '\n' || (file.Text[i] == '\r' && (i + 1 == file.Text.Length || file.Text[i + 1] != '\n'))) _lineStarts.Add(i + 1);
        }
    }

    /// <summary>The offset just behind the reader's current token.</summary>
    public int End(JsonTextReader reader)
    {
        var line = Math.Clamp(reader.LineNumber - 1, 0, _lineStarts.Count - 1);
        return Math.Min(_file.Text.Length, _lineStarts[line] + reader.LinePosition);
    }

    public SourceMark Mark(int offset)
    {
        offset = Math.Max(0, offset);
        var line = _lineStarts.BinarySearch(offset);
        if (line < 0) line = ~line - 1;
        return new SourceMark(_file.Path, line + 1, offset - _lineStarts[line] + 1);
    }

    public string Slice(int start, int end) => _file.Text[start..end];

    public int StartOfString(int end)
    {
        var i = end - 2;
        while (i >= 0 && !(_file.Text[i] == '"' && !IsEscaped(i))) i--;
        return i;
    }

    public int StartOfNumber(int end)
    {
        var i = end;
        while (i > 0 && (char.IsAsciiLetterOrDigit(_file.Text[i - 1]) || _file.Text[i - 1] is '+' or '-' or '.')) i--;
        return i;
    }

    /// <summary>Notes what stands between the last token and this one: a comma, perhaps with comments around it.</summary>
    public void Pass(JsonTextReader reader)
    {
        var end = End(reader);
        var between = _passed < end ? _file.Text.AsSpan(_passed, end - _passed).TrimStart() : default;
        _comma |= between.StartsWith(",");
        _commaBefore = _comma;
        if (reader.TokenType != JsonToken.Comment) _comma = false;
        _passed = end;
    }

    public bool IsJsonName(JsonTextReader reader) =>
        NameEnd(reader) is var end && end > 0 && _file.Text[end - 1] == '"' && StartOfString(end) is var start && start >= 0 && IsJsonString(_file.Text[(start + 1)..(end - 1)]);

    /// <summary>Whether what stands between double quotes is JSON: no control characters, and its own escapes only.</summary>
    public static bool IsJsonString(string raw)
    {
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] < ' ' || (raw[i] == '\\' && (++i == raw.Length || !"\"\\/bfnrtu".Contains(raw[i], StringComparison.Ordinal)))) return false;
        }
        return true;
    }

    public SourceMark StartOfName(JsonTextReader reader) => Mark(StartOfString(NameEnd(reader)));

    /// <summary>Whether a comma stands before the closing bracket just read.</summary>
    public bool HasTrailingComma => _commaBefore;

    public static bool IsJsonNumber(string raw)
    {
        var digits = raw.AsSpan(raw.StartsWith('-') ? 1 : 0);
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[0])) return false;
        if (digits[0] == '0' && digits.Length > 1 && char.IsAsciiLetterOrDigit(digits[1]) && digits[1] is not ('e' or 'E')) return false;
        return digits[^1] != '.' && !digits.Contains(".e", StringComparison.OrdinalIgnoreCase);
    }

    private int NameEnd(JsonTextReader reader)
    {
        var i = End(reader);
        while (i > 0 && (_file.Text[i - 1] == ':' || char.IsWhiteSpace(_file.Text[i - 1]))) i--;
        return i;
    }

    private bool IsEscaped(int at)
    {
        var backslashes = 0;
        while (at - 1 - backslashes >= 0 && _file.Text[at - 1 - backslashes] == '\\') backslashes++;
        return backslashes % 2 == 1;
    }
}
