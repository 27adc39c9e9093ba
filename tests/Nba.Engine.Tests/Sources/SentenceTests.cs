using Nba.Engine.Sources;

namespace Nba.Engine.Tests.Sources;

public sealed class SentenceTests
{
    [Fact]
    public void It_is_said_in_English_as_it_was_written()
    {
        Sentence words = $"'{"due"}' is no {Sentence.Of($"fact of the vocabulary")}; write {3,4} of {1.5m:0.00}";

        Assert.Equal("'due' is no fact of the vocabulary; write    3 of 1.50", words.ToString());
        Assert.Equal("'{0}' is no {1}; write {2} of {3}", words.Template);
    }

    [Fact]
    public void What_it_holds_is_said_in_the_other_language_too_and_in_another_order()
    {
        Sentence words = $"'{"balanse"}' is no {Sentence.Of($"fact of the vocabulary")}{NearMiss.Hint("balanse", ["balance"])}";

        Assert.Equal("没有名为“balanse”的词汇表事实；是否想写“balance”？", words.In(Phrasebook.Chinese));
    }

    [Fact]
    public void Braces_that_are_meant_stay()
    {
        Sentence words = $"write {{\"a\": {1}}}";

        Assert.Equal("write {\"a\": 1}", words.ToString());
        Assert.Equal("write {\"a\": 1}", words.In(Phrasebook.Chinese));
    }

    [Fact]
    public void Where_a_language_lacks_it_it_is_English() => Assert.Equal("nobody translated 1", Sentence.Of($"nobody translated {1}").In(Phrasebook.Chinese));

    [Fact]
    public void What_somebody_else_said_is_never_looked_up()
    {
        Assert.Equal("any", Sentence.Quoted("any").In(Phrasebook.Chinese));
        Assert.Equal("任意值", Sentence.Of($"any").In(Phrasebook.Chinese));
        Assert.Equal("任意值", Sentence.Fixed("any").In(Phrasebook.Chinese));
    }

    [Fact]
    public void Sentences_of_the_same_words_and_values_are_equal()
    {
        Assert.Equal(Sentence.Of($"a {1}"), Sentence.Of($"a {1}"));
        Assert.NotEqual(Sentence.Of($"a {1}"), Sentence.Of($"a {2}"));
        Assert.NotEqual(Sentence.Of($"a {1}"), Sentence.Of($"b {1}"));
    }

    [Fact]
    public void Several_are_joined_and_each_is_translated() => Assert.Equal("小于 3 或 大于 5", Sentence.Join($" or ", [Sentence.Of($"less than {3}"), Sentence.Of($"more than {5}")]).In(Phrasebook.Chinese));
}
