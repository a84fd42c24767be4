using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Replay;
using Sluice.Domain;
using Sluice.Dashboard.Tests.Deployments;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>The record of what still runs.</summary>
public sealed class GrowingRecordTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Only_intervals_that_were_stored_since_are_read_again_and_the_record_is_the_same()
    {
        await _scene.Now.BakingAsync();
        var at = (await _scene.EventsAsync())[^1].At;
        for (var i = 1; i <= 50; i++)
        {
            await _scene.MeasureAsync(at.AddSeconds(10 * i), at.AddSeconds((10 * i) + 1));
        }

        var library = _scene.Get<ReplayLibrary>();
        var before = (await library.ReadAsync(TenantId.Default, DeploymentScene.Id, ReplayScene.Ct))!;
        await _scene.MeasureAsync(at.AddSeconds(510), at.AddSeconds(511));
        var grown = (await library.ReadAsync(TenantId.Default, DeploymentScene.Id, ReplayScene.Ct))!;
        Assert.NotSame(before, grown);
        Assert.Equal(51, grown.Intervals.Count);
        Assert.InRange(_scene.Strata.GivenSince, 2, 6);

        // One that comes very late stands where it belongs.
        await _scene.MeasureAsync(at.AddSeconds(5), at.AddSeconds(600));
        var late = (await library.ReadAsync(TenantId.Default, DeploymentScene.Id, ReplayScene.Ct))!;
        var whole = (await _scene.RecordAsync())!;
        Assert.Equal(whole.Intervals.Select(one => (one.From, one.RecordedAt)), late.Intervals.Select(one => (one.From, one.RecordedAt)));
        Assert.Same(late, await library.ReadAsync(TenantId.Default, DeploymentScene.Id, ReplayScene.Ct));
    }
}
