using Confluent.Kafka;
using Moq;
using Nba.Engine.Campaigns;
using Nba.Host.Campaigns;
using Nba.Host.Stages;

namespace Nba.Kafka.Tests.Simulation;

/// <content>Rule files of a worker's own, offered while others write.</content>
public sealed partial class ControlTests
{
    [Fact]
    public void Files_of_its_own_that_do_not_go_with_what_is_set_are_told_and_not_published()
    {
        var (files, any) = (WithCampaign(""), WithCampaign("Any"));
        Name(files.Version, BookShelf.Write(files));
        Set(1, new CampaignSetting { Percentage = 20 });
        using var control = Open();

        var book = control.Begin(any, out var problems);

        Assert.Equal((20, 1), (book.Campaigns.Switches!.Settings["care"].Percentage, control.NamedAt(book.Version)));
        Assert.Contains("would let others in", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_set_between_its_reading_and_its_publishing_is_not_passed_over()
    {
        var (first, own) = (WithCampaign(""), WithCampaign("All"));
        Name(first.Version, BookShelf.Write(first));
        var sets = 0;
        using var control = Open(() =>
        {
            if (sets++ == 0) Set(1, new CampaignSetting { Enabled = false });
            return new SimProducer(_bank.Cluster, () => { }, "control");
        });

        var book = control.Begin(own, out var problems);

        // Named in view of what was set by then, and not before.
        Assert.Equal((0, false, 3, -1L), (problems.Count, book.Campaigns.Find("care")!.Enabled, control.NamedAt(book.Version), control.NamedAt(own.Version)));
    }

    [Fact]
    public void Files_that_do_not_go_with_what_was_set_just_before_they_came_are_told_and_nobody_follows_them()
    {
        var (first, own) = (WithCampaign(""), WithCampaign("Any"));
        Name(first.Version, BookShelf.Write(first));
        using var control = Open(() =>
        {
            Set(1, new CampaignSetting { Percentage = 20 });
            return new SimProducer(_bank.Cluster, () => { }, "control");
        });

        var book = control.Begin(own, out var problems);

        Assert.Contains("would let others in", Assert.Single(problems).Message, StringComparison.Ordinal);
        Assert.Equal((20, 1L, null), (book.Campaigns.Switches!.Settings["care"].Percentage, control.NamedAt(book.Version), control.CannotLoad));
    }

    [Fact]
    public void An_edit_that_something_was_set_before_is_held_against_that_and_published_then()
    {
        var (first, edit) = (WithCampaign(""), WithCampaign("All"));
        Name(first.Version, BookShelf.Write(first));
        var sets = 0;
        using var control = Open(() =>
        {
            if (sets++ == 0) Set(1, new CampaignSetting { Enabled = false });
            return new SimProducer(_bank.Cluster, () => { }, "control");
        });
        control.Begin(own: null, out _);

        Assert.Empty(control.Offer(edit));
        for (var turn = 0; turn < 6; turn++) control.Follow();

        Assert.Equal((2, 3L, false), (sets, control.NamedAt(control.Current.Version), control.Current.Campaigns.Find("care")!.Enabled));
        Assert.Equal(edit.Version, SwitchedBook.FilesOf(control.Current));
    }

    [Fact]
    public void An_edit_that_something_was_set_against_while_it_waited_comes_in_force_once_that_is_gone()
    {
        var (first, edit) = (WithCampaign(""), WithCampaign("Any"));
        Name(first.Version, BookShelf.Write(first));
        var made = 0;
        using var control = Open(() =>
        {
            made++;
            return new SimProducer(_bank.Cluster, () => { }, "control");
        });
        control.Begin(own: null, out _);
        Assert.Empty(control.Offer(edit));
        Set(1, new CampaignSetting { Percentage = 20 });
        Turn(control, 4);
        Assert.Equal((0, first.Version), (made, SwitchedBook.FilesOf(control.Current)));
        Assert.Contains("wait until they do", control.Kept, StringComparison.Ordinal);

        Set(2, CampaignSetting.None);
        Turn(control, 6);

        Assert.Equal((1, edit.Version, null), (made, SwitchedBook.FilesOf(control.Current), control.Kept));
    }

    [Fact]
    public void An_edit_whose_answer_was_lost_is_not_named_again_over_files_that_followed_it()
    {
        var (first, edit, later) = (WithCampaign(""), WithCampaign("All"), SimRules.Other);
        Name(first.Version, BookShelf.Write(first));
        var made = 0;
        using var control = Open(() =>
        {
            made++;
            var lost = new Mock<IProducer<byte[], byte[]>>();
            lost.Setup(p => p.ProduceAsync(It.IsAny<TopicPartition>(), It.IsAny<Message<byte[], byte[]>>(), It.IsAny<CancellationToken>())).Returns((TopicPartition _, Message<byte[], byte[]> message, CancellationToken _) =>
            {
                _bank.Cluster.Log(_bank.Topics.Control.Name, 0).Append(message.Key, message.Value, message.Headers, _bank.Cluster.Now, null);
                throw new KafkaException(new Error(ErrorCode.Local_MsgTimedOut, "timed out"));
            });
            return lost.Object;
        });
        control.Begin(own: null, out _);
        Assert.Empty(control.Offer(edit));
        control.Follow();
        control.Follow();
        Name(later.Version, BookShelf.Write(later));
        Turn(control, 6);

        Assert.Equal((1, later.Version), (made, control.Current.Version));
    }

    [Fact]
    public void An_edit_that_was_not_taken_is_not_named_again_over_files_that_followed_it()
    {
        var (first, edit, later) = (WithCampaign(""), WithCampaign("All"), SimRules.Other);
        Name(first.Version, BookShelf.Write(first));
        var made = 0;
        using var control = Open(() =>
        {
            if (made++ == 0) Set(1, new CampaignSetting { Enabled = false });
            return new SimProducer(_bank.Cluster, () => { }, "control");
        });
        control.Begin(own: null, out _);
        Assert.Empty(control.Offer(edit));
        for (var turn = 0; made == 0 && turn < 10; turn++) control.Follow();
        Name(later.Version, BookShelf.Write(later));
        Turn(control, 8);

        Assert.Equal((1, later.Version), (made, SwitchedBook.FilesOf(control.Current)));
    }

    [Fact]
    public void An_edit_that_was_refused_does_not_come_back_over_later_files_of_others()
    {
        var (first, refused, later) = (WithCampaign(""), WithCampaign("Any"), WithCampaign("All"));
        Name(first.Version, BookShelf.Write(first));
        Set(1, new CampaignSetting { Percentage = 20 });
        using var control = Open();
        control.Begin(own: null, out _);
        Assert.Contains("would let others in", Assert.Single(control.Offer(refused)).Message, StringComparison.Ordinal);

        Name(later.Version, BookShelf.Write(later));
        Set(2, CampaignSetting.None);
        control.Follow();
        control.Follow();

        Assert.Contains("other rule files were put in force", Assert.Single(control.Offer(refused)).Message, StringComparison.Ordinal);
        // Another edit, and then the same one, is meant.
        Assert.Empty(control.Offer(WithCampaign("")));
        Assert.Empty(control.Offer(WithCampaign("Any")));
    }

    [Fact]
    public void Nothing_is_set_in_view_of_files_that_are_others_by_now()
    {
        var (first, second) = (WithCampaign(""), WithCampaign("All"));
        Name(first.Version, BookShelf.Write(first));
        Name(second.Version, BookShelf.Write(second));
        Set(1, new CampaignSetting { Enabled = false }, first.Version);
        Set(1, new CampaignSetting { Lever = 2_000_000 }, second.Version);
        using var control = Open();

        control.Begin(own: null, out _);

        Assert.Equal(new CampaignSetting { Lever = 2_000_000 }, control.Campaigns.Of("care"));
    }
}
