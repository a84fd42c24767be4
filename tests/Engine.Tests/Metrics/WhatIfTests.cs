using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Projections;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>Other rules over strata that are read from the table.</summary>
public sealed class WhatIfTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_are_tried_on_what_is_stored_and_give_what_they_give_on_what_was_measured()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var store = new StratumStore(database.DataSource);
        await database.Schema(store).ApplyAsync(Ct);
        var state = Baking();
        Stratum[] measured = [.. Series(state.Id, errors: [0, 0, 50, 50, 50, 50])];
        await store.AppendAsync(measured[6..], state: null, Ct);
        await store.AppendAsync([.. measured[..6], .. Series(DeploymentId.From("shop-99"), errors: [900, 900, 900])], state: null, Ct);
        var stored = Intervals.From(await store.ReadAsync(TenantId.Default, state.Id, Ct));
        Assert.Equal(6, stored.Count);

        var own = WhatIf.Run(state, state.Spec, stored, Ct)!;
        Assert.Equal((Noon.AddSeconds(50), 0, 5), (own.ReturnsAt, own.Phase, own.Runs));
        Assert.Equal(Noon.AddSeconds(30), WhatIf.Run(state, state.Spec with { Analysis = state.Spec.Analysis with { FailedRuns = 1 } }, stored, Ct)!.ReturnsAt);
        Assert.Null(WhatIf.Run(state, state.Spec with { Thresholds = new() { ErrorRate = 0.2 } }, stored, Ct)!.ReturnsAt);
        Assert.Equal(own, WhatIf.Run(state, state.Spec, Intervals.From(measured), Ct));
    }

    /// <summary>With release 1 live, and the first phase of release 2 under way.</summary>
    private static Deployment Baking()
    {
        var story = new Story(TenantId.Default.Value, "shop", seed: 1);
        story.Finish(story.Create(Story.Quick(story.Name, 1)));
        var id = story.Create(new(story.Name, EnvironmentName.From("production"), 2, NewRelease: null)
        {
            Plan = new(PlanKind.Phases) { Phases = [new(50) { Hold = TimeSpan.FromHours(1) }, new(100) { Hold = TimeSpan.FromSeconds(1) }] },
            Thresholds = new() { ErrorRate = 0.01 },
            Analysis = new() { FailedRuns = 3, SuccessfulRuns = 1, MinRequests = 50, Lookback = TimeSpan.FromSeconds(10) },
        });
        story.Say(id, new ReportStable(new(1, ["a"])));
        story.Say(id, new ReportCanaryReady(1));
        story.Say(id, new ReportSplit(story.Deployments[id].Asked, Verified: true));
        return story.Deployments[id];
    }

    private static IEnumerable<Stratum> Series(DeploymentId id, long[] errors) =>
        errors.SelectMany((bad, i) => new[] { Arm(id, ArmRole.Stable, 1, 0, i), Arm(id, ArmRole.Canary, 2, bad, i) });

    private static Stratum Arm(DeploymentId id, ArmRole role, int release, long errors, int interval)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = 1000;
        var from = Noon.AddSeconds(10 * interval);
        return new(Shop, id, 0, from, from.AddSeconds(10), release, role, Share.FromPercent(50), 1000, errors, 0, 0, latency) { RecordedAt = from.AddSeconds(11) };
    }
}
