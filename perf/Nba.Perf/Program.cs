using Nba.Perf;

int[] sizes = [10, 100, 1000, 10_000];
return args switch
{
    ["quick"] => Quick.Run(sizes, RuleSets.Variants),
    ["quick", "--part"] => Quick.Run(sizes[..3], [RuleSets.Round]),
    ["quick", var size] when int.TryParse(size, out var rules) => Quick.Run([rules], [RuleSets.Round]),
    ["workload", var folder] => Workload.Run(folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Nba.Perf quick [--part] | workload DIR");
    return 2;
}
