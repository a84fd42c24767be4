namespace Sluice.Engine.Workloads.Containers;

/// <summary>Keeps apart who makes containers from an image and who takes it away: the engine knows of a use only when the container is made.</summary>
internal sealed class ImagesInUse
{
    private readonly Lock _lock = new();

    /// <summary>How many use it; -1 for one that is being taken away.</summary>
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);

    /// <returns>Ends the use; null while the image is being taken away.</returns>
    public IDisposable? Use(string id) => Begin(id, uses => uses >= 0 ? uses + 1 : null, uses => uses - 1);

    /// <returns>Ends it; null while the image is used, or somebody takes it away already.</returns>
    public IDisposable? TakeAway(string id) => Begin(id, uses => uses == 0 ? -1 : null, _ => 0);

    private Over? Begin(string id, Func<int, int?> begun, Func<int, int> ended)
    {
        var bare = ImageIds.Bare(id);
        lock (_lock)
        {
            if (begun(_uses.GetValueOrDefault(bare)) is not { } uses)
            {
                return null;
            }

            _uses[bare] = uses;
            return new Over(() => End(bare, ended));
        }
    }

    private void End(string id, Func<int, int> ended)
    {
        lock (_lock)
        {
            _uses[id] = ended(_uses[id]);
            if (_uses[id] == 0)
            {
                _uses.Remove(id);
            }
        }
    }

    private sealed class Over(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
