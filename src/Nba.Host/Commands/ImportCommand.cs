using System.CommandLine;
using Nba.Engine.Sources;
using Nba.Host.Import;

namespace Nba.Host.Commands;

/// <summary><c>nba import</c>: CSV to CloudEvents by a declarative mapping, as JSON Lines that <c>nba run --events</c> and <c>nba simulate</c> read.</summary>
internal static class ImportCommand
{
    public static Command Build()
    {
        var source = new Argument<string>("source") { Description = "A CSV file or a folder of them; .gz is read as it is." };
        var mapping = new Option<string>("--mapping") { Description = "The mapping file.", Required = true };
        var output = new Option<string>("--out") { Description = "Where to write; - for standard output.", DefaultValueFactory = _ => "-" };
        var command = new Command("import", "Turn CSV into CloudEvents by a declarative mapping, sorted by time.") { source, mapping, output };
        command.SetAction(parsed => Run(parsed.GetValue(source)!, parsed.GetValue(mapping)!, parsed.GetValue(output)!));
        return command.WithExamples("nba import complaints.csv --mapping samples/complaints/mapping.json --out artifacts/complaints.jsonl");
    }

    private static int Run(string source, string mappingPath, string output)
    {
        if (!File.Exists(mappingPath)) return CommandLine.Wrong($"there is no mapping file '{mappingPath}'");
        var problems = new ProblemList();
        var mapping = ImportMapping.Parse(new SourceFile(mappingPath, File.ReadAllText(mappingPath)), problems);
        Speech.Aside(problems.Sorted());
        if (mapping is null || problems.Count > 0) return CommandLine.FaultsFound;
        var files = File.Exists(source) || Directory.Exists(source) ? CsvImport.FilesOf(source, mapping) : [];
        if (files.Count == 0) return CommandLine.Wrong($"'{source}' holds no file that the mapping's 'files' names");
        var import = new CsvImport(mapping);
        using (var to = output == "-" ? System.Console.OpenStandardOutput() : new FileStream(output, FileMode.Create))
        {
            foreach (var happened in import.ReadInTimeOrder(files))
            {
                to.Write(happened.Json.Span);
                to.WriteByte((byte)'\n');
            }
        }
        foreach (var fault in import.Report.Faults) Speech.Aside(fault.Told);
        Speech.Aside(import.Report.Told);
        return import.Report.Refused == 0 ? CommandLine.Ok : CommandLine.FaultsFound;
    }
}
