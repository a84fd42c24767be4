using System.Collections.Concurrent;
using System.Threading.Channels;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>What was learned about images and is not written down yet. What is lost with the process does no harm: a fetched image stays on the engine for good, and what a tag stood for is told again.</summary>
internal sealed class FetchedImages
{
    private readonly Channel<(PlaceKey Place, int Release, FetchedImage Image)> _fetched = Channel.CreateUnbounded<(PlaceKey, int, FetchedImage)>();
    private readonly Channel<(PlaceKey Place, int Release, ResolvedImage Image)> _resolved = Channel.CreateUnbounded<(PlaceKey, int, ResolvedImage)>();
    private readonly ConcurrentDictionary<(PlaceKey Place, int Release), ResolvedImage> _told = new();

    public void Add(PlaceKey place, int release, FetchedImage image) => _fetched.Writer.TryWrite((place, release, image));

    /// <summary>What the first instance runs; told at every look, and handed on once.</summary>
    public void AddResolved(PlaceKey place, int release, ResolvedImage image)
    {
        if (_told.TryAdd((place, release), image))
        {
            _resolved.Writer.TryWrite((place, release, image));
        }
    }

    /// <summary>It is handed on anew when it is told again.</summary>
    public void Forget(PlaceKey place, int release) => _told.TryRemove((place, release), out _);

    public IAsyncEnumerable<(PlaceKey Place, int Release, FetchedImage Image)> ReadAsync(CancellationToken ct) => _fetched.Reader.ReadAllAsync(ct);

    public IAsyncEnumerable<(PlaceKey Place, int Release, ResolvedImage Image)> ReadResolvedAsync(CancellationToken ct) => _resolved.Reader.ReadAllAsync(ct);
}
