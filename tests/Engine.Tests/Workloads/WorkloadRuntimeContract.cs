using Sluice.Domain;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads;

/// <summary>What every runtime keeps to, against the real world.</summary>
public abstract class WorkloadRuntimeContract
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal abstract IWorkloadRuntime Runtime { get; }

    protected abstract PlaceKey Place { get; }

    protected abstract EnvironmentSpec Environment { get; }

    /// <summary>A release whose instances get ready.</summary>
    protected abstract Release Good(int number, int replicas);

    /// <summary>A release that only another kind of runtime can run.</summary>
    protected abstract Release Foreign(int number);

    [Fact]
    public async Task A_started_release_gets_one_ready_instance_per_slot()
    {
        var release = Good(1, replicas: 3);
        await Runtime.StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);

        var instances = await ReadyAsync(release);

        Assert.Equal([0, 1, 2], instances.Select(i => i.Slot));
        Assert.All(instances, i => Assert.Equal(1, i.Release));
        Assert.Equal(3, instances.Select(i => i.Id).Distinct().Count());
        Assert.All(instances, i => Assert.True(Uri.TryCreate(i.Address, UriKind.Absolute, out _), i.Address));
        Assert.All(instances, i => Assert.Null(i.Problem));
    }

    [Fact]
    public async Task Starting_what_runs_changes_nothing()
    {
        var release = Good(1, replicas: 2);
        await Runtime.StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);
        var before = await ReadyAsync(release);

        await Runtime.StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);

        Assert.Equal(before, await InspectAsync(release));
    }

    [Fact]
    public async Task Two_releases_run_side_by_side()
    {
        var (stable, canary) = (Good(1, replicas: 1), Good(2, replicas: 1));
        await Runtime.StartAsync(Place, Environment, stable, Slots.Below(stable.Spec.Replicas), Ct);
        await Runtime.StartAsync(Place, Environment, canary, Slots.Below(canary.Spec.Replicas), Ct);

        var instances = await ReadyAsync(stable, canary);

        Assert.Equal([1, 2], instances.Select(i => i.Release));
    }

    [Fact]
    public async Task A_stopped_instance_is_not_listed_any_more_and_stopping_it_again_changes_nothing()
    {
        var release = Good(1, replicas: 2);
        await Runtime.StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);
        var instances = await ReadyAsync(release);

        await Runtime.StopAsync(Place, instances[0].Id, Grace, Ct);
        await Runtime.StopAsync(Place, instances[0].Id, Grace, Ct);

        Assert.Equal([instances[1]], await InspectAsync(release));
    }

    [Fact]
    public async Task A_stopped_release_can_be_started_again()
    {
        var release = Good(1, replicas: 1);
        await Runtime.StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);
        await Runtime.StopAsync(Place, (await ReadyAsync(release))[0].Id, Grace, Ct);
        Assert.Empty(await InspectAsync(release));

        await Runtime.StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);

        Assert.Equal(0, Assert.Single(await ReadyAsync(release)).Slot);
    }

    [Theory]
    [InlineData("unknown-r1-0")]
    [InlineData("../../../../etc")]
    [InlineData("")]
    public async Task Nothing_is_known_of_an_unknown_instance_and_stopping_it_changes_nothing(string instance)
    {
        await Runtime.StopAsync(Place, instance, Grace, Ct);

        Assert.Empty(await Runtime.ReadLastLinesAsync(Place, instance, 10, Ct));
    }

    [Fact]
    public async Task A_place_does_not_see_the_instances_of_the_same_service_of_another_tenant()
    {
        var release = Good(1, replicas: 1);
        await Runtime.StartAsync(Place, Environment, release, Slots.Below(release.Spec.Replicas), Ct);
        var mine = Assert.Single(await ReadyAsync(release));
        var other = Place with { Tenant = new TenantId("other") };

        await Runtime.StopAsync(other, mine.Id, Grace, Ct);

        Assert.Empty(await Runtime.InspectAsync(other, new Dictionary<int, ReleaseSpec>(), Ct));
        Assert.Equal([mine], await InspectAsync(release));
    }

    [Fact]
    public async Task A_release_that_it_cannot_run_is_refused_for_good()
    {
        var refused = await Assert.ThrowsAsync<RuntimeException>(() => Runtime.StartAsync(Place, Environment, Foreign(1), [0], Ct));

        Assert.False(refused.IsTransient);
        Assert.Contains("Release 1", refused.Message, StringComparison.Ordinal);
    }

    internal Task<IReadOnlyList<Instance>> InspectAsync(params Release[] releases) =>
        Runtime.InspectAsync(Place, releases.ToDictionary(r => r.Number, r => r.Spec), Ct);

    internal Task<IReadOnlyList<Instance>> ReadyAsync(params Release[] releases) => Eventually.Get(
        () => InspectAsync(releases),
        seen => seen.Count == releases.Sum(r => r.Spec.Replicas) && seen.All(i => i.State == InstanceState.Ready),
        "every instance is ready");
}
