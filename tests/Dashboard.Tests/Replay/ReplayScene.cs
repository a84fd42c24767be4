using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>A deployment with a past, and the pages that look back at it.</summary>
internal sealed class ReplayScene : IDisposable
{
    public ReplayScene()
    {
        Now.Console.Services.AddSingleton(EventCatalogue.Scan([typeof(DomainEvent).Assembly]));
        Now.Console.Services.AddSingleton<IStratumStore>(Strata);
        Now.Console.Services.AddReplay();
    }

    public DeploymentScene Now { get; } = new();

    public InMemoryStrata Strata { get; } = new();

    private NavigationManager Navigation => Get<NavigationManager>();

    public static CancellationToken Ct => DeploymentScene.Ct;

    public T Get<T>()
        where T : notnull => Now.Console.Services.GetRequiredService<T>();

    public async Task<IReadOnlyList<RawEvent>> EventsAsync() => await ((IEventStore)Now.Sluice).ReadRawAsync(TenantId.Default, DeploymentScene.Id.Stream, 0, 1000, Ct);

    public Task<ReplayRecord?> RecordAsync() => Get<ReplayReader>().ReadAllAsync(TenantId.Default, DeploymentScene.Id, Ct);

    /// <summary>One interval of both arms, ended and stored at the instants given.</summary>
    public Task MeasureAsync(DateTimeOffset to, DateTimeOffset? recorded, long canaryErrors = 0, int phase = 0) => Strata.AppendAsync(Interval(to, recorded, canaryErrors, phase), state: null, Ct);

    /// <param name="stableErrors">Among 400 requests.</param>
    /// <param name="canaryErrors">Among 100 requests.</param>
    /// <param name="canarySlow">Took four times as long as the others.</param>
    public static Stratum[] Interval(DateTimeOffset to, DateTimeOffset? recorded, long canaryErrors, int phase = 0, long stableErrors = 0, long stableSlow = 0, long canarySlow = 0) =>
        [Arm(ArmRole.Stable, 1, 400, stableErrors, stableSlow, to, recorded, phase), Arm(ArmRole.Canary, 2, 100, canaryErrors, canarySlow, to, recorded, phase)];

    public IRenderedComponent<ReplayPage> Open(string query = "")
    {
        Navigation.NavigateTo($"/s/shop/d/2/replay?{query}");
        return Now.Console.Render<ReplayPage>(parameters => parameters.Add(p => p.Service, "shop").Add(p => p.Number, "2"));
    }

    public async Task<byte[]> BundleAsync() => await Get<BundleWriter>().OfAsync((await RecordAsync())!, Redaction.OfSecrets, DateTimeOffset.UnixEpoch, Ct);

    /// <summary>Puts a bundle on the shelf as if Maria had sent it.</summary>
    public ImportedReview Import(byte[] bundle, string owner = "Maria")
    {
        var review = Get<BundleReader>().Read(bundle, "key", TenantId.Default, owner);
        Get<BundleShelf>().Add(review);
        return review;
    }

    public IRenderedComponent<ImportedReviewPage> OpenImported(string query = "", string key = "key")
    {
        Navigation.NavigateTo($"/reviews/{key}?{query}");
        return Now.Console.Render<ImportedReviewPage>(parameters => parameters.Add(p => p.Review, key));
    }

    public void Dispose() => Now.Dispose();

    private static Stratum Arm(ArmRole role, int release, long requests, long errors, long slow, DateTimeOffset to, DateTimeOffset? recorded, int phase)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(100)] = requests - slow;
        latency[LatencyBounds.BucketOf(400)] = slow;
        return new(
            DeploymentScene.Place, DeploymentScene.Id, phase, to - TimeSpan.FromSeconds(10), to, release, role, Share.FromPercent(role == ArmRole.Canary ? 20 : 80), requests, errors, 0, 1, latency)
        {
            Detail = new() { Replicas = [new InstanceCounts($"shop-{release}-0", requests, errors)] },
            RecordedAt = recorded,
        };
    }
}
