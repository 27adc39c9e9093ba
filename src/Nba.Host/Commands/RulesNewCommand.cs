using System.CommandLine;
using Nba.Host.RuleFiles;
using Nba.Host.Settings;

namespace Nba.Host.Commands;

/// <summary><c>nba rules new</c>: a rule with words and cases, switched off, that loads and passes as it is: the start of an analyst's own.</summary>
internal static class RulesNewCommand
{
    public static Command Build()
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of the rule files (NBA__RULES; default: rules)", Arity = ArgumentArity.ZeroOrOne };
        var family = new Option<string>("--family") { Description = "The file it goes into, without ending; a new one is made with its first rule", HelpName = "NAME", Required = true };
        var id = new Option<string>("--id") { Description = "Name of the rule and of its action", HelpName = "NAME", Required = true };
        var purpose = new Option<string?>("--purpose") { Description = "duty, service, care, sales or ask-consent; as the family has it unless told", HelpName = "WORD" };
        var channel = new Option<string?>("--channel") { Description = "How the customer is reached; as the family has it unless told", HelpName = "WORD" };
        var kind = new Option<string?>("--for") { Description = "Kind of customer; as the family has it unless told", HelpName = "KIND" };
        var each = new Option<string?>("--each") { Description = "Look at every thing of this kind, as deposit", HelpName = "ENTITY" };
        var like = new Option<string?>("--like") { Description = "Whom of people.json its cases speak of; somebody who fits unless told", HelpName = "PERSON" };
        var fresh = new Option<bool>("--new-family") { Description = "The family is meant to be new, though its name is near another's" };
        var language = HostCommand.Language();
        var command = new Command("new", "Add a rule with words and cases to start from, switched off: it loads, and its cases pass, as it is") { folder, family, id, purpose, channel, kind, each, like, fresh, language };
        command.SetAction((parsed, _) => HostCommand.Guard(() =>
        {
            var settings = HostCommand.Settings((nameof(HostOptions.Rules), parsed.GetValue(folder)), (nameof(HostOptions.Language), parsed.GetValue(language))).Host;
            var asked = new NewRule(parsed.GetValue(family)!, parsed.GetValue(id)!)
            {
                Purpose = parsed.GetValue(purpose), Channel = parsed.GetValue(channel), For = parsed.GetValue(kind), Each = parsed.GetValue(each), Like = parsed.GetValue(like), IsNewFamily = parsed.GetValue(fresh),
            };
            return Task.FromResult(Make(settings.Rules, asked, settings.Language == "zh-CN"));
        }));
        return command.WithExamples("nba rules new --family retention --id quiet-saver", "nba rules new rules --family deposits --id deposit-review --purpose care --for personal --each deposit --like affluent-saver");
    }

    private static int Make(string folder, NewRule asked, bool zh)
    {
        if (CommandLine.Load(folder) is not { } book)
        {
            Speech.Aside($"nothing was added: correct these first");
            return CommandLine.FaultsFound;
        }
        var made = new RuleScaffold(book, asked).Make();
        foreach (var fault in made.Faults) Speech.Aside(fault);
        if (made.Text is not { } rule) return CommandLine.WrongUsage;
        FileChanges.Write(folder, made.Files);
        foreach (var (path, _) in made.Files) System.Console.WriteLine(RuleFindings.Place(path, folder));
        System.Console.Write(zh ? Chinese(folder, rule) : English(folder, rule));
        return CommandLine.Ok;
    }

    private static string English(string folder, ScaffoldText rule) => $"""
        '{rule.Id}' is switched off; with it on, its {rule.Cases} cases pass ({rule.Person}, {rule.Day}).
        Next:
          write what you mean into its lines and cases, and into its words in both languages
          nba rules check {folder}
          nba rules test {folder} --filter {rule.Id}
          take out "Enabled": false when it is meant to run: a host that runs takes up the files by itself

        """;

    private static string Chinese(string folder, ScaffoldText rule) => $"""
        “{rule.Id}”尚未启用；启用后其{rule.Cases}个用例全部通过（{rule.Person}，{rule.Day}）。
        下一步：
          把条件、用例和中英文话术改成您的本意
          nba rules check {folder}
          nba rules test {folder} --filter {rule.Id}
          需要启用时删去 "Enabled": false；正在运行的服务会自动读取文件

        """;
}
