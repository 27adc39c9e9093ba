using System.Globalization;
using Nba.Host.Commands;
using Nba.Host.Tests.Api;
using Nba.Host.Tests.Readme;

namespace Nba.Host.Tests.Commands;

public sealed class SpeechTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nba-speech-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("rules check --lang zh-CN", "", "", true)]
    [InlineData("rules check --lang=zh-CN", "", "", true)]
    [InlineData("rules check", "zh-CN", "", true)]
    [InlineData("rules check", "", "zh_CN.UTF-8", true)]
    [InlineData("rules check --lang en", "zh-CN", "zh_CN.UTF-8", false)]
    [InlineData("rules check", "en", "zh_CN.UTF-8", false)]
    [InlineData("rules check", "", "C", false)]
    [InlineData("rules check", "", "", false)]
    [InlineData("rules check -- --lang zh-CN", "", "", false)]
    public void The_call_goes_before_the_variable_and_that_before_the_locale(string call, string variable, string locale, bool isChinese)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            Speech.Choose(call.Split(' '), name => name switch { "NBA__LANGUAGE" => variable, "LC_ALL" => locale, _ => null });

            Assert.Equal(isChinese, Speech.IsChinese);
            Assert.Equal("1.5", 1.5.ToString(CultureInfo.CurrentCulture));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("rules", "check", "--lang", "fr")]
    [InlineData("rules", "check", "--lang", "cn")]
    public async Task A_language_that_is_none_is_refused(params string[] call)
    {
        var (code, _, errors) = await NbaProcess.End(call);

        Assert.Equal(CommandLine.WrongUsage, code);
        Assert.Contains("is no language of the texts; write --lang zh-CN or --lang en", errors);
    }

    [Fact]
    public async Task Faults_results_and_help_follow_the_locale()
    {
        BankRules.Write(_folder);
        Assert.StartsWith("没有错误：规则版本 ", (await NbaProcess.EndSpeaking("zh_CN.UTF-8", _folder, "rules", "check", _folder)).Output);
        BankRules.Write(_folder, "care.json", BankRules.Care.Replace("daysSinceTransfer", "daysSinceTransfr", StringComparison.Ordinal));
        var (_, faults, _) = await NbaProcess.EndSpeaking("zh_CN.UTF-8", _folder, "rules", "check", _folder);
        var (_, help, _) = await NbaProcess.EndSpeaking("zh_CN.UTF-8", _folder, "rules", "check", "--help");
        var (code, _, errors) = await NbaProcess.EndSpeaking("zh_CN.UTF-8", _folder, "queue", "rm01", "--data", _folder);

        Assert.Contains("没有名为“daysSinceTransfr”的词汇表事实；是否想写“daysSinceTransfer”？", faults);
        Assert.Contains("用法：", help);
        Assert.Contains("报告每个文件的每一处错误", help);
        Assert.Equal(CommandLine.CannotStart, code);
        Assert.StartsWith("nba: ", errors);
        Assert.Contains("中没有存储", errors);
    }
}
