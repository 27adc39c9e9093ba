using Nba.Perf;

int[] sizes = [10, 100, 1000, 10_000];
return args switch
{
    ["quick"] => Quick.Run(sizes, RuleSets.Variants),
    ["quick", "--part"] => Quick.Run(sizes[..3], [RuleSets.Round]),
    ["quick", var size] when int.TryParse(size, out var rules) => Quick.Run([rules], [RuleSets.Round]),
    ["measure"] => Beyond.Run(sizes, large: true),
    ["measure", var size] when int.TryParse(size, out var rules) => Beyond.Run([rules], large: false),
    ["measure", "--part"] => Beyond.Run(sizes[..3], large: false),
    ["bench", .. var options] => Bench.Run(options),
    ["chart", .. { Length: > 1 } files] => Chart.Draw(files, RuleSets.Round),
    ["write", var folder] => Written.To(folder, sizes),
    ["workload", var folder] => Workload.Run(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Nba.Perf quick [--part | SIZE] | measure [--part | SIZE] | bench [OPTIONS] | chart TABLE... TO | write DIR | workload DIR");
    return 2;
}
