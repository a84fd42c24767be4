using Bunit;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class MeasuredTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    private TimeSpan Interval => _scene.State.Spec.Analysis.Interval;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Values_of_a_run_are_old_once_the_next_one_and_the_one_after_it_have_not_come()
    {
        await _scene.JudgedAsync(errors: 0);
        var next = _scene.State.EvidenceAt!.Value.AddHours(1);
        var measured = Measured.OfVerdict(_scene.State, new(DeploymentScene.Place, next) { Verdict = _scene.State.Verdict, NextRunAt = next })!;
        Assert.Equal((next - Interval, next + Interval), (measured.At, measured.OldFrom));
    }

    [Fact]
    public async Task What_is_shown_from_the_record_because_nothing_fresh_is_known_is_as_old_as_it_is()
    {
        await _scene.JudgedAsync(errors: 0);
        Assert.Equal(_scene.State.EvidenceAt, Measured.OfVerdict(_scene.State, new(DeploymentScene.Place, DateTimeOffset.UnixEpoch))!.At);
    }

    [Fact]
    public async Task What_is_not_measured_any_more_or_was_not_yet_does_not_get_old()
    {
        await _scene.BakingAsync();
        Assert.Null(Measured.OfVerdict(_scene.State, new(DeploymentScene.Place, DateTimeOffset.UnixEpoch)));
        await _scene.JudgeAsync(errors: 50);
        await _scene.JudgeAsync(errors: 50);
        Assert.IsType<DeploymentStatus.RollingBack>(_scene.State.Status);
        Assert.Null(Measured.OfVerdict(_scene.State, new(DeploymentScene.Place, DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public async Task The_panel_tells_the_browser_from_when_on_its_values_are_old()
    {
        await _scene.JudgedAsync(errors: 0);
        var at = _scene.State.EvidenceAt!.Value;
        _scene.Sluice.See(new PlaceStatus(DeploymentScene.Place, at) { Verdict = _scene.State.Verdict, NextRunAt = at + Interval });
        var note = _scene.Open().Find("#verdict .asof");
        Assert.Equal((Times.Iso(at), Times.Iso(at + (2 * Interval)), string.Empty), (note.GetAttribute("data-at"), note.GetAttribute("data-old-from"), note.TextContent));
    }
}
