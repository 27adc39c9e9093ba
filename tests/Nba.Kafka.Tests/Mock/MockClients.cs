using System.Reflection;
using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using Nba.Host.Transport.Kafka;

namespace Nba.Kafka.Tests.Mock;

/// <summary>
/// Real clients of a mocked cluster, and beside them what such a cluster does not keep: the offsets of committed transactions.
/// </summary>
internal sealed class MockClients(KafkaClients clients) : ISlotClients
{
    private readonly SlotClients _real = new(clients, KafkaClients.Decide, 0);
    private readonly Dictionary<TopicPartition, Offset> _committed = [];
    private List<TopicPartitionOffset> _sent = [];

    /// <summary>The group has an offset from before.</summary>
    public void Commit(TopicPartitionOffset offset) => _committed[offset.TopicPartition] = offset.Offset;

    /// <summary>How many commits were not answered within one wait.</summary>
    public int LateCommits { get; private set; }

    public IConsumer<byte[], byte[]> Consumer(
        Func<List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned, Action<List<TopicPartitionOffset>> revoked, Action<List<TopicPartitionOffset>> lost) =>
        Watched<IConsumer<byte[], byte[]>>.Over(_real.Consumer(assigned, revoked, lost), (method, arguments, call) => method == nameof(IConsumer<,>.Committed) ? Committed(arguments) : call());

    public IProducer<byte[], byte[]> Producer() => Watched<IProducer<byte[], byte[]>>.Over(_real.Producer(), (method, arguments, call) =>
    {
        var result = Noting(method, call);
        if (method == nameof(IProducer<,>.SendOffsetsToTransaction)) _sent = [.. (IEnumerable<TopicPartitionOffset>)arguments![0]!];
        if (method == nameof(IProducer<,>.CommitTransaction))
        {
            foreach (var offset in _sent) _committed[offset.TopicPartition] = offset.Offset;
        }
        return result;
    });

    public IConsumer<byte[], byte[]> Reader() => _real.Reader();

    public IConsumer<byte[], byte[]> Watermarks() => _real.Watermarks();

    public string TopicId(string topic, TimeSpan timeout) => topic;

    private object? Noting(string method, Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (KafkaRetriableException) when (method == nameof(IProducer<,>.CommitTransaction))
        {
            LateCommits++;
            throw;
        }
    }

    private List<TopicPartitionOffset> Committed(object?[]? arguments) =>
        [.. ((IEnumerable<TopicPartition>)arguments![0]!).Select(p => new TopicPartitionOffset(p, _committed.GetValueOrDefault(p, Offset.Unset)))];
}

/// <summary>An interface whose every call goes through one delegate. Public, for the runtime derives from it.</summary>
#pragma warning disable MA0053 // Derived from at run time.
public class Watched<T> : DispatchProxy where T : class
{
    private T? _inner;
    private Func<string, object?[]?, Func<object?>, object?>? _watch;

    internal static T Over(T inner, Func<string, object?[]?, Func<object?>, object?> watch)
    {
        var proxy = Create<T, Watched<T>>();
        ((Watched<T>)(object)proxy)._inner = inner;
        ((Watched<T>)(object)proxy)._watch = watch;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _watch!(targetMethod!.Name, args, () =>
    {
        try
        {
            return targetMethod.Invoke(_inner, args);
        }
        catch (TargetInvocationException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException!);
            throw;
        }
    });
}
#pragma warning restore MA0053
