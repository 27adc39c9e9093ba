namespace Nba.Host.Delivery;

/// <summary>Which owners' actions changed with commits that are durable, for whoever follows them. What is marked twice before it is looked at is looked at once. Thread-safe.</summary>
internal sealed class OwnerChanges
{
    private readonly Lock _one = new();
    private readonly List<Action<IReadOnlyCollection<string>>> _followers = [];

    /// <summary>Whether anybody follows: only then is it worth noting whose actions a commit changes.</summary>
    public bool IsFollowed => Volatile.Read(ref _isFollowed);

    private bool _isFollowed;

    /// <summary>Is told of owners on the thread that committed, and must not keep it; dispose to end.</summary>
    public IDisposable Follow(Action<IReadOnlyCollection<string>> follower)
    {
        lock (_one)
        {
            _followers.Add(follower);
            Volatile.Write(ref _isFollowed, true);
        }
        return new Followed(this, follower);
    }

    /// <summary>These owners' actions changed, durably.</summary>
    public void Tell(IReadOnlyCollection<string> owners)
    {
        lock (_one)
        {
            foreach (var follower in _followers) follower(owners);
        }
    }

    private sealed class Followed(OwnerChanges changes, Action<IReadOnlyCollection<string>> follower) : IDisposable
    {
        public void Dispose()
        {
            lock (changes._one)
            {
                changes._followers.Remove(follower);
                Volatile.Write(ref changes._isFollowed, changes._followers.Count > 0);
            }
        }
    }
}
