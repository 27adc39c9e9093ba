using Nba.Host.Settings;

namespace Nba.Host.Tests.Settings;

public sealed class MachineLanguageTests
{
    [Theory]
    [InlineData("zh_CN.UTF-8", "zh-CN")]
    [InlineData("zh", "zh-CN")]
    [InlineData("zh-Hans", "zh-CN")]
    [InlineData("zh_TW.Big5", "zh-CN")]
    [InlineData("en_GB.UTF-8", "en")]
    [InlineData("de_CH@euro", "en")]
    [InlineData("zha_CN", "en")]
    [InlineData("C", null)]
    [InlineData("C.UTF-8", null)]
    [InlineData("POSIX", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_locale_speaks_chinese_or_english_or_names_no_language(string? locale, string? language) => Assert.Equal(language, Of(("LANG", locale)));

    [Fact]
    public void The_first_that_is_set_decides_even_when_it_names_no_language()
    {
        Assert.Equal("en", Of(("LC_ALL", ""), ("LC_MESSAGES", "en_US.UTF-8"), ("LANG", "zh_CN.UTF-8")));
        Assert.Null(Of(("LC_ALL", "C"), ("LC_MESSAGES", "en_US.UTF-8"), ("LANG", "zh_CN.UTF-8")));
    }

    [Fact]
    public void Every_other_source_wins_over_it()
    {
        Assert.Equal("en", Language("en"));
        Assert.Equal("zh-CN", Language("en", ("Nba:Language", "zh-CN")));
        Assert.Equal("zh-CN", Language(null));
    }

    private static string? Language(string? machine, params (string Key, string? Value)[] given) =>
        SettingsReader.Read(HostConfiguration.Build(given.Select(g => KeyValuePair.Create(g.Key, g.Value)), Path.GetTempPath(), machine)).Settings!.Host.Language;

    private static string? Of(params (string Name, string? Value)[] environment) => MachineLanguage.Of(name => environment.FirstOrDefault(e => e.Name == name).Value);
}
