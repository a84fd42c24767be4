using Sluice.Dashboard.Deployments;
using Sluice.Domain;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class DeploymentHistoryTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task All_who_look_at_a_deployment_share_its_history_and_it_goes_with_the_last()
    {
        await _scene.BakingAsync();
        var histories = new DeploymentHistories(_scene.Sluice, _scene.Sluice);
        var (one, other) = (histories.Enter(TenantId.Default, DeploymentScene.Id), histories.Enter(TenantId.Default, DeploymentScene.Id));
        Assert.Same(one, other);
        Assert.Same((await one.ReadAsync(DeploymentScene.Ct)).Events, (await other.ReadAsync(DeploymentScene.Ct)).Events);

        histories.Leave(TenantId.Default, DeploymentScene.Id);
        Assert.Equal(1, histories.Count);
        histories.Leave(TenantId.Default, DeploymentScene.Id);
        Assert.Equal(0, histories.Count);
        Assert.NotSame(one, histories.Enter(TenantId.Default, DeploymentScene.Id));
    }

    [Fact]
    public async Task It_grows_by_what_is_heard_and_stays_the_same_list_until_then()
    {
        await _scene.BakingAsync();
        using var history = new DeploymentHistory(_scene.Sluice, _scene.Sluice, TenantId.Default, DeploymentScene.Id);
        var (before, _) = await history.ReadAsync(DeploymentScene.Ct);
        Assert.Same(before, (await history.ReadAsync(DeploymentScene.Ct)).Events);

        await _scene.JudgeAsync(errors: 0);
        var (after, isPartial) = await history.ReadAsync(DeploymentScene.Ct);
        Assert.False(isPartial);
        Assert.Equal(before, after.Take(before.Count));
        Assert.True(after.Count > before.Count);
        Assert.Equal(Enumerable.Range(1, after.Count).Select(version => (long)version), after.Select(e => e.Version));
    }

    [Fact]
    public async Task What_was_heard_while_the_store_was_away_waits_for_what_was_before_it()
    {
        await _scene.BakingAsync();
        using var history = new DeploymentHistory(_scene.Sluice, _scene.Sluice, TenantId.Default, DeploymentScene.Id);
        _scene.Sluice.StoreIsDown = true;
        var (nothing, isPartial) = await history.ReadAsync(DeploymentScene.Ct);
        Assert.Empty(nothing);
        Assert.True(isPartial);

        _scene.Sluice.StoreIsDown = false;
        await _scene.JudgeAsync(errors: 0);
        var (all, isStillPartial) = await history.ReadAsync(DeploymentScene.Ct);
        Assert.False(isStillPartial);
        Assert.Equal(Enumerable.Range(1, all.Count).Select(version => (long)version), all.Select(e => e.Version));
    }
}
