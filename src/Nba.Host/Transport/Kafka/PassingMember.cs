using Confluent.Kafka;

namespace Nba.Host.Transport.Kafka;

/// <summary>
/// A member that comes to a stage's group for a moment and leaves it again, so that the group deals its partitions out anew: what nobody had is given to somebody. It asks for another topic than the
/// group's, so nobody has to give anything up for it; and it leaves all other members' clients alone. Thread-safe.
/// </summary>
/// <param name="clients">Makes its client.</param>
/// <param name="topic">A topic that no member of any such group asks for. Nothing of it is taken.</param>
/// <param name="patience">Longest time that the group may take until it has dealt; a member that is silent keeps it waiting for a session.</param>
/// <param name="time">The clock of that.</param>
internal sealed class PassingMember(KafkaClients clients, string topic, TimeSpan patience, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    // A client that is closed in the middle of a rebalance may never come back: it is left alone then.
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(10);

    /// <summary>Comes and leaves; answers why the group did not deal anew, or null when it did.</summary>
    public async Task<string?> Visit(string stage, CancellationToken stopping)
    {
        var (dealt, left) = (new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        new Thread(() =>
        {
            Stay(stage, dealt, stopping);
            left.SetResult();
        })
        { Name = "passing-member", IsBackground = true }.Start();
        var problem = await dealt.Task.ConfigureAwait(false);
        try
        {
            await left.Task.WaitAsync(Closing, time, CancellationToken.None).ConfigureAwait(false);
            return problem;
        }
        catch (TimeoutException)
        {
            return problem ?? "the member that came does not leave by itself; its session ends it";
        }
    }

    private void Stay(string stage, TaskCompletionSource<string?> dealt, CancellationToken stopping)
    {
        try
        {
            var given = false;
            using var member = clients.Build<byte[], byte[]>(clients.PassingConsumer(stage), builder => builder.SetPartitionsAssignedHandler((_, partitions) =>
            {
                given = true;
                return partitions.Select(p => new TopicPartitionOffset(p, Offset.End));
            }));
            member.Subscribe(topic);
            dealt.SetResult(Await(member, () => given, stopping));
            member.Close();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // On a thread of its own nothing may get past this; it is told as what it is.
            dealt.TrySetResult(clients.WithoutSecrets(failure.Message));
        }
    }

    private string? Await(IConsumer<byte[], byte[]> member, Func<bool> given, CancellationToken stopping)
    {
        string? problem = null;
        for (var since = time.GetTimestamp(); !given();)
        {
            if (stopping.IsCancellationRequested) return "this worker is stopping";
            if (time.GetElapsedTime(since) > patience) return problem ?? $"the group did not end its dealing within {patience.TotalSeconds:0} s";
            try
            {
                member.Consume(Poll);
            }
            catch (ConsumeException failure) when (!failure.Error.IsFatal)
            {
                problem = failure.Error.Reason;
            }
        }
        return null;
    }
}
