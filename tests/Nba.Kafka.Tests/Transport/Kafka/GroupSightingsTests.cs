using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Transport.Kafka;

/// <summary>When a partition counts as nobody's, and whose turn it is then.</summary>
public sealed class GroupSightingsTests
{
    private static readonly SeenMember A = new("bank-a-0", "bank-a-0-1f", [1, 2]);
    private static readonly SeenMember B = new("bank-b-0", "bank-b-0-7c", []);

    [Fact]
    public void A_partition_is_nobodys_once_it_was_so_at_two_looks()
    {
        var sightings = new GroupSightings(["bank-a-0"]);

        Assert.Empty(sightings.See(Sight(3, A, B)).Orphans);
        Assert.Equal([0], sightings.See(Sight(3, A, B)).Orphans);
    }

    [Fact]
    public void Whoever_has_all_partitions_has_no_orphans()
    {
        var sightings = new GroupSightings(["bank-a-0"]);

        Assert.Equal([GroupFinding.Nothing, GroupFinding.Nothing, GroupFinding.Nothing], Enumerable.Range(0, 3).Select(_ => sightings.See(Sight(3, A, B with { Partitions = [0] }))));
    }

    [Fact]
    public void A_group_that_is_dealing_or_empty_has_no_orphans()
    {
        var sightings = new GroupSightings(["bank-a-0"]);

        Assert.All(Enumerable.Range(0, 3), _ => Assert.Empty(sightings.See(Sight(3, A, B) with { IsAtRest = false }).Orphans));
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Empty(sightings.See(Sight(3)).Orphans));
    }

    public static TheoryData<string> Changes => ["a member that came", "another deal", "a rest between"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_changed_between_two_looks_begins_the_count_anew(string change)
    {
        var sightings = new GroupSightings(["bank-a-0"]);
        sightings.See(Sight(4, A, B));
        var next = change switch
        {
            "a member that came" => Sight(4, A, B, new SeenMember("bank-c-0", "bank-c-0-9", [])),
            "another deal" => Sight(4, A, B with { Partitions = [3] }),
            _ => Sight(4, A, B) with { IsAtRest = false },
        };

        Assert.Empty(sightings.See(next).Orphans);
        Assert.Empty(sightings.See(Sight(4, A, B)).Orphans);
        Assert.Equal([0, 3], sightings.See(Sight(4, A, B)).Orphans);
    }

    [Fact]
    public void Whoever_starts_again_under_a_name_puts_nothing_off()
    {
        var sightings = new GroupSightings(["bank-a-0"]);
        sightings.See(Sight(3, A, B));

        Assert.True(sightings.See(Sight(3, B, A with { Id = "bank-a-0-2e" })).IsOurTurn);
    }

    [Fact]
    public void Workers_take_turns_by_name_and_exactly_one_acts_at_a_time()
    {
        var workers = new[] { "bank-a-0", "bank-b-0" }.Select(name => new GroupSightings([name])).ToList();

        var turns = Enumerable.Range(0, 6).Select(_ => string.Join(',', workers.Select(w => w.See(Sight(3, B, A)).IsOurTurn ? 1 : 0)));

        Assert.Equal(["0,0", "1,0", "0,1", "1,0", "0,1", "1,0"], turns);
    }

    [Fact]
    public void A_worker_with_several_members_takes_the_turn_of_each()
    {
        var sightings = new GroupSightings(["bank-a-0", "bank-a-1"]);
        var sight = Sight(5, A, B, new SeenMember("bank-a-1", "bank-a-1-55", [3]));

        Assert.Equal([false, true, true, false, true], Enumerable.Range(0, 5).Select(_ => sightings.See(sight).IsOurTurn));
    }

    [Fact]
    public void A_member_that_is_no_workers_has_its_turn_and_nobody_takes_it()
    {
        var sightings = new GroupSightings(["bank-b-0"]);
        var sight = Sight(3, A with { Instance = "somebody" }, B);

        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(_ => sightings.See(sight).IsOurTurn));
        Assert.All(Enumerable.Range(0, 3), _ => Assert.False(sightings.See(Sight(3, A with { Instance = "somebody" }, B with { Instance = "somebody" })).IsOurTurn));
    }

    [Fact]
    public void Turns_of_all_that_came_to_nothing_make_it_stubborn()
    {
        var sightings = new GroupSightings(["bank-b-0"]);

        Assert.Equal([false, false, false, false, true, true], Enumerable.Range(0, 6).Select(_ => sightings.See(Sight(3, A, B)).IsStubborn));
    }

    private static GroupSight Sight(int partitions, params SeenMember[] members) => new(true, partitions, members);
}
