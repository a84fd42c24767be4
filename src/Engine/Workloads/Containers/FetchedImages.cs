using System.Threading.Channels;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>What was fetched and is not written down yet. One that is lost with the process stays on the engine for good, which does no harm.</summary>
internal sealed class FetchedImages
{
    private readonly Channel<(PlaceKey Place, int Release, FetchedImage Image)> _channel = Channel.CreateUnbounded<(PlaceKey, int, FetchedImage)>();

    public void Add(PlaceKey place, int release, FetchedImage image) => _channel.Writer.TryWrite((place, release, image));

    public IAsyncEnumerable<(PlaceKey Place, int Release, FetchedImage Image)> ReadAsync(CancellationToken ct) => _channel.Reader.ReadAllAsync(ct);
}
