using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Engine.Metrics.Sources;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Sources and a gateway that are as a test says. A question waits until the test answers it.</summary>
internal sealed class FakeSources : IMetricSources, IGatewayHealth
{
    public List<SourceStatus> Known { get; } = [];

    public ConcurrentQueue<SourceKey> Asked { get; } = new();

    public TaskCompletionSource<SourceAnswer> Answer { get; set; } = new();

    public GatewayHealth Current { get; set; } = new(IsReachable: true, DateTimeOffset.UnixEpoch, Restarts: 0);

    public IReadOnlyList<SourceStatus> All(TenantId tenant) => [.. Known.Where(source => source.Key.Place.Tenant == tenant)];

    public Task<SourceAnswer> AskAsync(SourceKey source, CancellationToken ct)
    {
        Asked.Enqueue(source);
        return Answer.Task.WaitAsync(ct);
    }
}
