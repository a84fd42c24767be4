using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Replay;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Replay;

public sealed class CauseTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);
    private readonly List<HistoryEvent<DeploymentEvent>> _events = [];

    [Fact]
    public void What_one_decision_made_follows_from_its_first_event()
    {
        Add(0, new DeploymentCreated(Make.Spec), ordered: true);
        Add(0, new DeploymentStarted());
        Add(9, new NoteAdded("x"), ordered: true);
        Assert.Equal([null, 1L, null], Enumerable.Range(0, 3).Select(i => Causes.Of(_events, i)));
        Assert.Equal([2L], Causes.EffectsOf(_events, 0));
        Assert.Empty(Causes.EffectsOf(_events, 1));
    }

    [Fact]
    public void Two_orders_at_one_instant_are_two_decisions()
    {
        Add(0, new NoteAdded("one"), ordered: true);
        Add(0, new NoteAdded("two"), ordered: true);
        Assert.Null(Causes.Of(_events, 1));
    }

    [Fact]
    public void Answers_follow_from_their_question()
    {
        Add(0, new GateOpened(new("g1", GateKind.RollbackQuestion, "Go back?", 0, [], Start), Shed: false));
        Add(5, new NoteAdded("x"), ordered: true);
        Add(9, new GateAnswered("g1", Approved: true, null, null), ordered: true);
        Add(9, new ReturnStarted(EndsAs.RolledBack, "bad", null, Start));
        Assert.Equal(1, Causes.Of(_events, 2));
        Assert.Equal(3, Causes.Of(_events, 3));
        Assert.Equal([3L], Causes.EffectsOf(_events, 0));
        Assert.Equal([4L], Causes.EffectsOf(_events, 2));
    }

    [Fact]
    public void What_was_read_back_follows_from_what_asked_for_it_last()
    {
        Add(0, new PhaseEntered(0, Make.Percent(20)));
        Add(2, Set(Make.Percent(20)));
        Add(9, new CanaryReady(1));
        Add(9, new ReturnStarted(EndsAs.RolledBack, "bad", null, Start));
        Add(10, new SplitLost("no answer"));
        Add(11, Set(Make.Percent(20)));
        Add(12, Set(Share.None));
        Assert.Equal([null, 1L, null, 3L, null, null, 4L], Enumerable.Range(0, 7).Select(i => Causes.Of(_events, i)));
        Assert.Equal([2L], Causes.EffectsOf(_events, 0));
        Assert.Equal([7L], Causes.EffectsOf(_events, 3));
    }

    [Fact]
    public void A_note_follows_from_the_one_that_it_takes_the_place_of()
    {
        Add(0, new NoteAdded("frist"), ordered: true);
        Add(5, new NoteAdded("another"), ordered: true);
        Add(9, new NoteAdded("first") { Replaces = 1 }, ordered: true);
        Assert.Equal([null, null, 1L], Enumerable.Range(0, 3).Select(i => Causes.Of(_events, i)));
        Assert.Equal([3L], Causes.EffectsOf(_events, 0));
    }

    [Fact]
    public void Lanes_tell_people_from_machines()
    {
        Assert.Equal(Lane.Notes, Lanes.Of(new NoteAdded("x")));
        Assert.Equal(Lane.Platform, Lanes.Of(null));
        Assert.Equal(Lane.Platform, Lanes.Of(new CanaryReady(1)));
        Assert.Equal(Lane.People, Lanes.Of(new DeploymentPaused(PauseReason.Person, null) { Origin = new(Start, Make.Maria) }));
        Assert.Equal(Lane.Traffic, Lanes.Of(new ReturnStarted(EndsAs.RolledBack, "bad", null, Start)));
    }

    private static SplitSet Set(Share canary) => new(new(canary), Verified: true, DueAt: null, BudgetEndsAt: null);

    private void Add(int seconds, DeploymentEvent @event, bool ordered = false) => _events.Add(FoldHistoryTests.Recorded(
        _events.Count + 1, @event with { Origin = new(Start.AddSeconds(seconds), Actor.Policy) { Order = ordered ? new("x", "api", null, 1) : null } }));
}
