namespace AspNetService;

/// <summary>Counts the requests that are under way.</summary>
internal sealed class Slots
{
    private int _taken;

    /// <returns>What gives the slot back, or null when all are taken.</returns>
    public IDisposable? TryTake(int most)
    {
        if (Interlocked.Increment(ref _taken) <= most)
        {
            return new Slot(this);
        }

        Interlocked.Decrement(ref _taken);
        return null;
    }

    private sealed class Slot(Slots slots) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref slots._taken);
    }
}
