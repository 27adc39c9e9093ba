namespace Nba.Host.Stages;

/// <content>What others ask of it and wait for.</content>
public sealed partial class DecisionStage
{
    /// <summary>Asks something of the partition of a stage that has one alone, with the next turn; answers when that is committed, and fails where it failed.</summary>
    internal Task<T> Ask<T>(Func<Partition, T> ask)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Enqueue(partition =>
        {
            try
            {
                var answer = ask(partition);
                partition.Commit();
                _transport.Settle();
                partition.Begin();
                done.SetResult(answer);
            }
            catch (Exception failure)
            {
                done.SetException(failure);
                throw;
            }
        });
        return done.Task;
    }
}
