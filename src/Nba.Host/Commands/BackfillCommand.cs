using System.CommandLine;
using Nba.Engine;
using Nba.Engine.Sources;
using Nba.Engine.Vocabulary;
using Nba.Host.Settings;
using Nba.Host.Stages;

namespace Nba.Host.Commands;

/// <summary><c>nba backfill</c>: folds the log of a stopped store into facts that its rule book got later, so that they need not wait for their window.</summary>
internal static class BackfillCommand
{
    public static Command Build()
    {
        var facts = new Argument<string[]>("fact") { Description = "Facts, as cardUses90 or deposit.renewals; all that are not known yet unless told", Arity = ArgumentArity.ZeroOrMore };
        var data = HostCommand.Data();
        var command = new Command("backfill", "Fold a stopped store's log into facts that are new or changed in its rule book") { facts, data };
        command.SetAction((parsed, _) => HostCommand.Guard(() => Task.FromResult(Run(Asking.InStore(HostCommand.Settings((nameof(HostOptions.Data), parsed.GetValue(data)))), parsed.GetValue(facts) ?? []))));
        return command.WithExamples("nba backfill --data artifacts/demo");
    }

    private static int Run(HostSettings settings, string[] names)
    {
        var (code, told) = (CommandLine.Ok, Sentence.None);
        using var progress = new Progress($"backfill", 100);
        StoppedStore.Work(settings.Store, settings.Stage, (stage, book) => (code, told) = Ask(stage, book, names, progress));
        Speech.Line(told);
        return code;
    }

    private static (int Code, Sentence Told) Ask(DecisionStage stage, RuleBook book, string[] names, Progress progress)
    {
        var waiting = book.Vocabulary.FoldedFacts().Where(f => stage.FoldedSince!.ContainsKey(f.Key)).ToList();
        foreach (var name in names)
        {
            if (waiting.All(f => f.Name != name)) return (CommandLine.WrongUsage, Sentence.Of($"'{name}' is no fact that waits for a backfill{NearMiss.Hint(name, waiting.Select(f => f.Name))}"));
        }
        IReadOnlyList<(FactKey Key, string Name)> chosen = names.Length == 0 ? waiting : [.. waiting.Where(f => names.Contains(f.Name))];
        if (chosen.Count == 0) return (CommandLine.Ok, Sentence.Of($"every fact is known; nothing changed"));
        stage.Backfill([.. chosen.Select(f => f.Key)], (done, of) => progress.At(done * 100L / of, $"{done} of {of} activities"));
        return (CommandLine.Ok, Sentence.Of($"folded from the log: {string.Join(", ", chosen.Select(f => f.Name))}"));
    }
}
