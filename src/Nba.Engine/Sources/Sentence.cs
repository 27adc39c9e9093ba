using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Nba.Engine.Sources;

/// <summary>
/// A sentence for a person: its English template and the values in it, so that a <see cref="Phrasebook"/> can say it in another language. Written as an
/// interpolated string, <c>$"'{name}' is no fact"</c>; a sentence inside a sentence is translated too. Immutable once the string is complete; equal to another of
/// the same template and values.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sentence : IEquatable<Sentence>
{
    private readonly StringBuilder _template;
    private readonly List<object> _values;

    /// <summary>Begins a sentence; called by the compiler.</summary>
    /// <param name="literalLength">Characters of the words.</param>
    /// <param name="formattedCount">How many values there are among them.</param>
    public Sentence(int literalLength, int formattedCount) => (_template, _values) = (new StringBuilder(literalLength + (formattedCount * 3)), new List<object>(formattedCount));

    /// <summary>No words.</summary>
    public static Sentence None { get; } = new(0, 0);

    /// <summary>The English words with <c>{0}</c>, <c>{1}</c> for the values, as a phrasebook lists them.</summary>
    public string Template => _template.ToString();

    /// <summary>Whether nothing is said.</summary>
    public bool IsEmpty => _template.Length == 0;

    /// <summary>A sentence where the compiler would take an interpolated string for a text, as in the branches of a condition or inside another sentence.</summary>
    public static Sentence Of(Sentence words) => words;

    /// <summary>Words that stand where no interpolated string can, as in an attribute.</summary>
    public static Sentence Fixed(string english)
    {
        var words = new Sentence(english.Length, 0);
        words.AppendLiteral(english);
        return words;
    }

    /// <summary>What somebody else said, in whatever language: it is not translated.</summary>
    public static Sentence Quoted(string text) => $"{text}";

    /// <summary>Sentences one after the other, with one between each two.</summary>
    public static Sentence Join(Sentence between, IEnumerable<Sentence> parts)
    {
        var all = new Sentence(0, 0);
        foreach (var part in parts)
        {
            if (!all.IsEmpty) all.AppendFormatted(between);
            all.AppendFormatted(part);
        }
        return all;
    }

    /// <summary>Adds words; called by the compiler.</summary>
    public void AppendLiteral(string value) => _template.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    /// <summary>Adds a value; called by the compiler.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>Adds a value, filled up to a width with spaces; called by the compiler.</summary>
    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(string.Format(CultureInfo.InvariantCulture, $"{{0,{alignment}}}", value));

    /// <summary>Adds a value in a format, of no culture; called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format)
    {
        _template.Append('{').Append(_values.Count).Append('}');
        _values.Add(value is Sentence inner ? inner : value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "");
    }

    /// <summary>The sentence in the words of a phrasebook; in English where it lacks them.</summary>
    public string In(Phrasebook phrases)
    {
        var template = Template;
        return string.Format(CultureInfo.InvariantCulture, phrases.Find(template) ?? template, [.. _values.Select(value => value is Sentence inner ? inner.In(phrases) : value)]);
    }

    /// <summary>The sentence in English.</summary>
    public override string ToString() => In(Phrasebook.English);

    /// <inheritdoc/>
    public bool Equals(Sentence? other) => other is not null && _template.Equals(other._template) && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Sentence);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Template, _values.Count);
}
