using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Replay;

/// <summary>Where events stand on the timeline of a replay.</summary>
public sealed class TimelineTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_event_is_counted_once_in_its_lane()
    {
        var timeline = Timeline.Of([At(0, new DeploymentStarted()), At(10, new NoteAdded("x")), At(10, new NoteAdded("y")), At(20, @event: null)], folds: true);
        Assert.Equal(4, timeline.Cells.Sum(cell => cell.Count));
        Assert.Equal(2, Assert.Single(timeline.Cells, cell => cell.Lane == Lane.Notes).Count);
        Assert.Empty(timeline.Folds);
        Assert.Equal([0, 0.5, 1], new[] { 0, 10, 20 }.Select(second => timeline.PlaceOf(s_start.AddSeconds(second))));
    }

    [Fact]
    public void A_quiet_stretch_is_folded_unless_it_is_switched_off()
    {
        HistoryEvent<DeploymentEvent>[] events = [At(0, new DeploymentStarted()), At(60, new CanaryReady(1)), At(660, new NoteAdded("x")), At(720, new NoteAdded("y"))];
        var folded = Timeline.Of(events, folds: true);
        var fold = Assert.Single(folded.Folds);
        Assert.Equal((TimeSpan.FromMinutes(10), 0.4875, 0.025), (fold.Length, fold.From, fold.Width));
        Assert.Equal(fold.From, folded.PlaceOf(s_start.AddSeconds(300)), 9);
        Assert.Equal(0.5125, folded.PlaceOf(s_start.AddSeconds(660)), 9);

        var whole = Timeline.Of(events, folds: false);
        Assert.Empty(whole.Folds);
        Assert.Equal(660 / 720.0, whole.PlaceOf(s_start.AddSeconds(660)), 9);
    }

    [Fact]
    public void Many_quiet_stretches_leave_room_for_what_happened()
    {
        var timeline = Timeline.Of([.. Enumerable.Range(0, 200).Select(i => At(i * 300, new NoteAdded("x")))], folds: true);
        Assert.Equal(199, timeline.Folds.Count);
        Assert.Equal(0.3, timeline.Folds.Sum(fold => fold.Width), 6);
        Assert.All(timeline.Cells, cell => Assert.InRange(cell.Part, 0, Timeline.Parts - 1));
        Assert.Equal(200, timeline.Cells.Sum(cell => cell.Count));
    }

    [Fact]
    public void One_instant_is_a_timeline_too() => Assert.Equal(0.5, Timeline.Of([At(0, new DeploymentStarted())], folds: true).PlaceOf(s_start));

    private static HistoryEvent<DeploymentEvent> At(int second, DeploymentEvent? @event)
    {
        var at = s_start.AddSeconds(second);
        return new(second + 1, at, "kind", @event is null ? null : @event with { Origin = new Origin(at, Actor.Engine) });
    }
}
