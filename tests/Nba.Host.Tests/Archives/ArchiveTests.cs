using System.Text.Json.Nodes;
using Nba.Host.Archives;
using Nba.Host.Settings;
using Nba.Host.State;
using Nba.Host.Tests.Readme;
using Nba.Host.Tests.Stages;

namespace Nba.Host.Tests.Archives;

/// <summary>An archive as files: whole or not there, never written over, and not believed when a byte of it is another.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly SmallBank _bank = new();

    public ArchiveTests()
    {
        using var run = _bank.Open("live");
        _bank.Register(run, "2026-03-02", "K1");
        _bank.Feed(run, "2026-03-02", "transfer.out", "K1", """{"amount": 200000}""");
        run.Finish();
    }

    private string Made => _bank.Place("2026-03");

    private string Rows => Path.Combine(Made, "partition-0000.rows.br");

    private string Manifest => Path.Combine(Made, "manifest.json");

    public void Dispose() => _bank.Dispose();

    [Fact]
    public async Task It_is_made_checked_and_replayed_from_by_commands()
    {
        var made = await NbaProcess.Run("archive", "--to", Made, "--data", _bank.Place("live"));
        using (var run = _bank.Open("live"))
        {
            _bank.Feed(run, "2026-03-05", "transfer.out", "K1", """{"amount": 300000}""");
            run.Finish();
        }

        Assert.Matches(@"^archive .*2026-03: day 2026-03-02, partitions 1, customers 1, actions 1, bytes \d+, seal [0-9a-f]{64}\n$", made);
        Assert.Equal(made, await NbaProcess.Run("archive", "--check", Made));
        Assert.Equal(["manifest.json", "partition-0000.rows.br"], Directory.GetFiles(Made).Select(Path.GetFileName).Order());
        var verified = await NbaProcess.Run("replay", "--verify", "--archive", Made, "--data", _bank.Place("live"));
        Assert.Matches(@"^archive .*\ndecisions (\d) identical \1 hash [0-9a-f]{32}\n$", verified);
        await NbaProcess.Run("archive", "--to", Made + "b", "--data", _bank.Place("live"));
        Assert.Contains("identical", await NbaProcess.Run("replay", "--verify", "--archive", Made, "--until", Made + "b", "--data", _bank.Place("live")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_wrongly_is_said()
    {
        Assert.Equal(2, (await NbaProcess.End("archive")).Code);
        Assert.Equal(2, (await NbaProcess.End("archive", "--to", Made, "--check", Made)).Code);
        Assert.Equal(2, (await NbaProcess.End("replay", "--verify", "--until", Made, "--data", _bank.Place("live"))).Code);
        var (code, _, error) = await NbaProcess.End("replay", "--verify", "--archive", Made, "--data", _bank.Place("live"));
        Assert.Equal(3, code);
        Assert.Contains("name the folder that 'nba archive' made", error, StringComparison.Ordinal);
        Make();
        Flip(Rows, 40);
        var (checkedCode, _, damaged) = await NbaProcess.End("archive", "--check", Made);
        Assert.Equal(1, checkedCode);
        Assert.Contains(Rows, damaged, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_there_is_never_written_over_and_an_unfinished_one_is_told_of()
    {
        Make();
        var bytes = File.ReadAllBytes(Rows);

        Assert.Contains("never written over", Assert.Throws<CannotStartException>(Make).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(Rows));
        Directory.CreateDirectory(Made + "b.unfinished");
        Assert.Contains("If none is being made, remove it", Assert.Throws<CannotStartException>(() => ArchiveWriter.Begin(Made + "b", TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_could_not_be_finished_leaves_nothing()
    {
        using (var store = Store.Open(_bank.Options("live")))
        {
            using var batch = store.NewBatch();
            batch.Delete(new Keys(0).Number(Table.Journal, 2));
            store.Write(batch);
        }

        Assert.Contains("entries are missing", Assert.Throws<InvalidDataException>(Make).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(Made)!, "2026-03*"));
    }

    [Fact]
    public void Any_flipped_byte_of_the_rows_is_found_and_the_file_and_a_remedy_are_named()
    {
        Make();
        var length = new FileInfo(Rows).Length;
        for (var at = 0L; at < length; at += Math.Max(1, length / 50))
        {
            Flip(Rows, at);
            var fault = Assert.Throws<InvalidDataException>(() => Archive.Open(Made).Check(0));
            Assert.StartsWith($"{Rows} is not as it was written: its SHA-256 is ", fault.Message, StringComparison.Ordinal);
            Assert.EndsWith("put back the copy that was kept of it, or use another archive", fault.Message, StringComparison.Ordinal);
            Flip(Rows, at);
        }
        Archive.Open(Made).Check(0);
    }

    [Fact]
    public void A_file_that_is_short_or_missing_is_named()
    {
        Make();
        using (var file = new FileStream(Rows, FileMode.Open)) file.SetLength(file.Length - 1);
        Assert.Contains($"{Rows} is not as it was written: it has ", Assert.Throws<InvalidDataException>(() => Archive.Open(Made).Check(0)).Message, StringComparison.Ordinal);
        File.Delete(Rows);
        Assert.StartsWith(Rows, Assert.Throws<InvalidDataException>(() => Archive.Open(Made).Check(0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("position", 1)]
    [InlineData("entry", 1)]
    [InlineData("rows", 1)]
    public void A_manifest_that_does_not_fit_its_rows_is_named(string field, int by)
    {
        Make();
        Edit(m => m["parts"]![0]![field] = m["parts"]![0]![field]!.GetValue<long>() + by);

        var fault = Assert.Throws<InvalidDataException>(() => ArchivedRows.Of(Made).Dispose());
        Assert.StartsWith($"{Manifest} is not as it was written", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_archive_is_refused_with_what_to_run()
    {
        Make();
        Edit(m => m["format"] = 2);

        Assert.Contains($"{Manifest} has the format 2, and this program knows up to 1: a newer program made it, so run that", Assert.Throws<CannotStartException>(() => Archive.Open(Made)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"format\":1}")]
    [InlineData("{\"format\":\"new\"}")]
    public void What_is_no_manifest_is_named(string text)
    {
        Make();
        File.WriteAllText(Manifest, text);

        Assert.StartsWith($"{Manifest} is not as it was written", Assert.Throws<InvalidDataException>(() => Archive.Open(Made)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_names_no_file_but_its_own()
    {
        Make();
        Edit(m => m["parts"]![0]!["file"] = "../../secret");

        Assert.Throws<InvalidDataException>(() => Archive.Open(Made));
    }

    [Fact]
    public void An_archive_of_another_bank_is_refused()
    {
        Make();
        var archive = Archive.Open(Made);

        Assert.Contains("name an archive of this bank", Assert.Throws<CannotStartException>(() => archive.MustBeOf("kafka", "nba", 1)).Message, StringComparison.Ordinal);
        archive.MustBeOf("embedded", null, 1);
    }

    [Fact]
    public void The_same_states_are_the_same_bytes()
    {
        Make();
        var first = File.ReadAllBytes(Rows);
        Directory.Delete(Made, recursive: true);
        Make();

        Assert.Equal(first, File.ReadAllBytes(Rows));
    }

    private void Make()
    {
        using var store = Store.OpenReadOnly(_bank.Place("live"));
        using var run = new Host.Transport.Embedded.EmbeddedRun(store);
        using var writer = ArchiveWriter.Begin(Made, TimeProvider.System);
        run.Archive(writer);
        writer.Finish(run.Carrier, run.Prefix);
    }

    private void Edit(Action<JsonNode> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Manifest))!;
        change(manifest);
        File.WriteAllText(Manifest, manifest.ToJsonString());
    }

    private static void Flip(string file, long at)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[at] ^= 0x10;
        File.WriteAllBytes(file, bytes);
    }
}
