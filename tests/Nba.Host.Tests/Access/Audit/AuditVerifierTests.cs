using System.Globalization;
using System.Text;
using Nba.Host.Access.Audit;

namespace Nba.Host.Tests.Access.Audit;

/// <summary>A small log, changed in every way there is; each change must be found.</summary>
public sealed class AuditVerifierTests : IDisposable
{
    private readonly AuditBank _bank = new();

    public void Dispose() => _bank.Dispose();

    [Fact]
    public void A_log_that_nobody_touched_is_whole()
    {
        var heads = new List<AuditHead> { AuditHead.Genesis };
        for (var i = 0; i < 4; i++) heads.Add(_bank.Write(days: 2));
        heads.Reverse();

        var verdict = _bank.Verify([.. heads]);
        Assert.Equal((24, 5, heads[0].ToString(), 4, 0, 0), (verdict.Lines, verdict.Files, verdict.Head, verdict.HeadsKept, verdict.Unfinished, verdict.FaultCount));
    }

    [Fact]
    public void A_log_without_an_entry_is_whole()
    {
        _bank.Open().Dispose();
        Assert.Equal((0, AuditHead.Genesis.ToString(), 0), (_bank.Verify().Lines, _bank.Verify(AuditHead.Genesis).Head, _bank.Verify(AuditHead.Genesis).FaultCount));
    }

    [Fact]
    public void Every_change_of_a_single_byte_is_found_in_its_line()
    {
        _bank.Write(days: 2, entries: 2);
        foreach (var day in _bank.Days)
        {
            var whole = File.ReadAllBytes(day.FullName);
            var line = 1;
            for (var at = 0; at < whole.Length; at++)
            {
                foreach (var other in new[] { (byte)(whole[at] ^ 1), (byte)(whole[at] ^ 0x20), (byte)'\n', (byte)' ', (byte)0xFF }.Where(b => b != whole[at]))
                {
                    var altered = whole.ToArray();
                    altered[at] = other;
                    File.WriteAllBytes(day.FullName, altered);
                    var faults = _bank.Verify().Faults;
                    Assert.True(faults.Count > 0 && faults[0].File == day.Name && faults[0].Line == line, $"byte {at} of {day.Name} as {other}: {_bank.Faults()}");
                }
                if (whole[at] == (byte)'\n') line++;
            }
            File.WriteAllBytes(day.FullName, whole);
        }
    }

    [Fact]
    public void Every_byte_taken_out_or_put_in_is_found()
    {
        var head = _bank.Write(days: 1, entries: 3);
        var path = _bank.Days[0].FullName;
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at <= whole.Length; at++)
        {
            foreach (byte put in "0 \n"u8)
            {
                File.WriteAllBytes(path, [.. whole[..at], put, .. whole[at..]]);
                // Behind the end, what is not a whole line is what a crash leaves.
                Assert.True(_bank.Verify().FaultCount > 0 || (at == whole.Length && put != '\n' && _bank.Verify().Unfinished == 1), $"{(char)put} put in at {at}");
            }
            if (at == whole.Length) continue;
            File.WriteAllBytes(path, [.. whole[..at], .. whole[(at + 1)..]]);
            Assert.True(_bank.Verify(head).FaultCount > 0, $"byte {at} taken out");
            Assert.True(_bank.Verify().FaultCount > 0 || at == whole.Length - 1, $"byte {at} taken out, without a head");
        }
    }

    [Fact]
    public void Every_line_taken_out_is_found_where_the_next_one_stands()
    {
        var head = _bank.Write(days: 1, entries: 6);
        var lines = _bank.Lines();
        for (var i = 0; i < lines.Count - 1; i++)
        {
            _bank.Put(0, lines.Where((_, l) => l != i));
            Assert.Equal($"Number@2026-11-28.jsonl:{i + 1}", _bank.Faults());
        }
        _bank.Put(0, lines[..^1]);
        Assert.Equal("", _bank.Faults());
        Assert.Equal("Head@:", _bank.Faults(head));
        Assert.Contains($"must reach {head}, which was kept elsewhere, ends at 5:", _bank.Verify(head).Faults[0].Told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_two_lines_that_change_places_are_found()
    {
        _bank.Write(days: 1, entries: 5);
        var lines = _bank.Lines();
        for (var i = 0; i < lines.Count; i++)
        {
            for (var j = i + 1; j < lines.Count; j++)
            {
                var moved = lines.ToList();
                (moved[i], moved[j]) = (moved[j], moved[i]);
                _bank.Put(0, moved);
                Assert.StartsWith($"Number@2026-11-28.jsonl:{i + 1}", _bank.Faults(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_line_put_in_is_found_also_one_that_is_made_well()
    {
        _bank.Write(days: 1, entries: 4);
        var lines = _bank.Lines();
        for (var at = 0; at < lines.Count; at++)
        {
            foreach (var line in lines)
            {
                _bank.Put(0, [.. lines[..at], line, .. lines[at..]]);
                Assert.NotEqual("", _bank.Faults());
            }
            // Number and hashes right, so that it is the next line that does not follow.
            _bank.Put(0, [.. lines[..at], AuditBank.Rehash(lines[at].Replace("rm01", "rm02", StringComparison.Ordinal)), .. lines[at..]]);
            Assert.Equal($"Number@2026-11-28.jsonl:{at + 2}", _bank.Faults());
        }
        _bank.Put(0, [lines[0], "", .. lines[1..]]);
        Assert.Equal("Form@2026-11-28.jsonl:2", _bank.Faults());
    }

    [Fact]
    public void A_line_altered_with_its_hash_computed_again_is_found_by_the_line_after_it_or_by_a_head()
    {
        var head = _bank.Write(days: 1, entries: 4);
        var lines = _bank.Lines();
        for (var at = 0; at < lines.Count; at++)
        {
            List<string> forged = [.. lines];
            forged[at] = AuditBank.Rehash(lines[at].Replace("rm01", "rm02", StringComparison.Ordinal));
            _bank.Put(0, forged);
            Assert.Equal(at < 3 ? $"Previous@2026-11-28.jsonl:{at + 2}" : "", _bank.Faults());
            if (at == 3) Assert.Equal("Head@2026-11-28.jsonl:4", _bank.Faults(head));
        }
    }

    [Fact]
    public void A_log_written_anew_is_whole_but_not_the_one_whose_head_was_kept()
    {
        var heads = new[] { _bank.Write(entries: 2), _bank.Write(entries: 2), _bank.Write(entries: 2) };
        var (before, forged) = (AuditHead.GenesisHash, new List<string>());
        foreach (var line in _bank.Lines())
        {
            var entry = AuditEntry.From(Encoding.UTF8.GetBytes(line));
            forged.Add(AuditBank.Rehash((entry.Number == 3 ? line.Replace("rm01", "rm02", StringComparison.Ordinal) : line).Replace(entry.Previous, before, StringComparison.Ordinal)));
            before = AuditEntry.From(Encoding.UTF8.GetBytes(forged[^1])).Hash;
        }
        _bank.Put(0, forged);

        Assert.Equal("", _bank.Faults());
        Assert.Equal("", _bank.Faults(heads[0]));
        Assert.Equal("Head@2026-11-28.jsonl:4 Head@2026-11-28.jsonl:6", _bank.Faults(heads));
    }

    [Fact]
    public void A_days_file_that_is_missing_renamed_emptied_or_in_anothers_place_is_found()
    {
        _bank.Write(days: 4, entries: 2);
        var files = _bank.Days.Select(f => (f.FullName, Text: File.ReadAllText(f.FullName))).ToList();
        for (var i = 0; i < 4; i++)
        {
            Restore();
            File.Delete(files[i].FullName);
            if (i < 3) Assert.Equal($"Number@{_bank.Days[i].Name}:1", _bank.Faults());

            Restore();
            File.WriteAllText(files[i].FullName, "");
            if (i < 3) Assert.Equal($"Number@{Path.GetFileName(files[i + 1].FullName)}:1", _bank.Faults());

            foreach (var other in new[] { "2026-01-01.jsonl", "2027-01-01.jsonl", "2026-11-30.jsonl.bak", "2026-11-31.jsonl" })
            {
                Restore();
                File.Move(files[i].FullName, Path.Combine(_bank.Folder, other));
                Assert.NotEqual("", _bank.Faults());
                File.Delete(Path.Combine(_bank.Folder, other));
            }
            for (var j = i + 1; j < 4; j++)
            {
                Restore();
                File.WriteAllText(files[i].FullName, files[j].Text);
                File.WriteAllText(files[j].FullName, files[i].Text);
                Assert.NotEqual("", _bank.Faults());
            }
        }
        Restore();
        // A line over the border of two days, either way: the chain alone would not tell.
        File.WriteAllText(files[0].FullName, files[0].Text + files[1].Text.Split('\n')[0] + "\n");
        File.WriteAllText(files[1].FullName, files[1].Text.Split('\n')[1] + "\n");
        Assert.Equal("File@2026-11-28.jsonl:3", _bank.Faults());
        Restore();
        File.WriteAllText(files[0].FullName, files[0].Text.Split('\n')[0] + "\n");
        File.WriteAllText(files[1].FullName, files[0].Text.Split('\n')[1] + "\n" + files[1].Text);
        Assert.Equal("File@2026-11-29.jsonl:1", _bank.Faults());

        void Restore() => files.ForEach(f => File.WriteAllText(f.FullName, f.Text));
    }

    [Fact]
    public void A_file_that_ends_within_a_line_although_another_follows_is_found()
    {
        _bank.Write(days: 2, entries: 2);
        var whole = File.ReadAllText(_bank.Days[0].FullName);
        File.WriteAllText(_bank.Days[0].FullName, whole[..^1]);
        Assert.Equal("End@2026-11-28.jsonl:2 Number@2026-11-29.jsonl:1", _bank.Faults());
    }

    [Fact]
    public void Lines_longer_than_any_may_be_are_told_and_read_over()
    {
        _bank.Write(days: 1, entries: 3);
        var lines = _bank.Lines();
        foreach (var length in new[] { AuditForm.LongestLine, 16 * AuditForm.LongestLine, (16 * AuditForm.LongestLine) + 1, 40 * AuditForm.LongestLine })
        {
            _bank.Put(0, [lines[0], new string('x', length), .. lines[1..]]);
            Assert.Equal("Form@2026-11-28.jsonl:2", _bank.Faults());
            Assert.Equal(4, _bank.Verify().Lines);
        }
    }

    [Fact]
    public void Faults_past_a_thousand_are_counted()
    {
        _bank.Open().Dispose();
        File.WriteAllLines(Path.Combine(_bank.Folder, "2026-11-28.jsonl"), Enumerable.Repeat("x", 1500));
        Assert.Equal((1500, 1000), (_bank.Verify().FaultCount, _bank.Verify().Faults.Count));
    }

    [Fact]
    public async Task Beside_a_host_that_writes_there_is_no_fault()
    {
        using var log = _bank.Open();
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                log.Append(AuditBank.Read(string.Create(CultureInfo.InvariantCulture, $"C{i}")));
                if (i % 50 == 49) _bank.Clock.Advance(TimeSpan.FromDays(1));
            }
        }, TestContext.Current.CancellationToken);
        var looks = 0;
        do
        {
            var head = AuditTail.Of(_bank.Folder).Head;
            Assert.Equal("", _bank.Faults(head));
            looks++;
        }
        while (!writing.IsCompleted);
        await writing;
        Assert.InRange(looks, 2, int.MaxValue);
    }

    [Theory]
    [InlineData("1:530F7CEA9B2B0E7E769B29D9E2F43F0CDD88D9B5FF1539551BC3FD73D3231D1B", true)]
    [InlineData(" 17:530f7cea9b2b0e7e769b29d9e2f43f0cdd88d9b5ff1539551bc3fd73d3231d1b\r", true)]
    [InlineData("-1:530f7cea9b2b0e7e769b29d9e2f43f0cdd88d9b5ff1539551bc3fd73d3231d1b", false)]
    [InlineData("1:530f7cea9b2b0e7e769b29d9e2f43f0cdd88d9b5ff1539551bc3fd73d3231d1", false)]
    [InlineData("1:530f7cea9b2b0e7e769b29d9e2f43f0cdd88d9b5ff1539551bc3fd73d3231d1g", false)]
    [InlineData("530f7cea9b2b0e7e769b29d9e2f43f0cdd88d9b5ff1539551bc3fd73d3231d1b", false)]
    public void A_head_is_a_number_and_a_hash(string text, bool isOne)
    {
        Assert.Equal(isOne, AuditHead.TryParse(text, out var head));
        if (isOne) Assert.Equal(text.Trim().ToLowerInvariant(), head.ToString());
    }
}
