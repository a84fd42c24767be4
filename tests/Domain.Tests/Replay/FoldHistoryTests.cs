using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Domain.Tests.Deployments;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Replay;

public sealed class FoldHistoryTests
{
    [Fact]
    public void Any_state_of_a_long_history_is_that_of_the_fold()
    {
        var history = New();
        Deployment? live = null;
        var states = new List<Deployment?> { null };
        foreach (var @event in Long(450))
        {
            live = Deployment.Evolve(live, @event);
            states.Add(live);
            history.Append(Recorded(states.Count - 1, @event));
        }

        Assert.All(Enumerable.Range(0, states.Count), count => Assert.Equal(states[count], history.At(count)));
        Assert.Equal(live, history.Last);
        Assert.Empty(history.Faults);

        var window = new FoldWindow<Deployment, DeploymentEvent>(history);
        Assert.All(Enumerable.Range(0, states.Count).Concat(Enumerable.Range(0, states.Count).Reverse()), count => Assert.Equal(states[count], window.At(count)));
    }

    [Fact]
    public void A_window_follows_what_is_added()
    {
        var history = New();
        var window = new FoldWindow<Deployment, DeploymentEvent>(history);
        Assert.Null(window.At(0));
        var version = 0;
        foreach (var @event in Long(410))
        {
            history.Append(Recorded(++version, @event));
            Assert.Equal(history.Last, window.At(version));
        }
    }

    [Fact]
    public void Missing_versions_are_named_and_what_is_there_is_folded()
    {
        var history = New();
        history.Append(Recorded(1, new DeploymentCreated(Make.Spec)));
        history.Append(Recorded(4, new NoteAdded("later")));

        Assert.Equal(new HistoryFault(HistoryFaultKind.Gap, 2, 3, ""), Assert.Single(history.Faults));
        Assert.NotNull(history.At(2));
        Assert.Equal([0, 1, 1, 1, 2, 2], Enumerable.Range(0, 6).Select(version => history.CountAt(version)));
    }

    [Fact]
    public void An_unknown_event_and_one_that_cannot_follow_are_named_and_left_out()
    {
        var history = New();
        history.Append(Recorded(1, new DeploymentCreated(Make.Spec)));
        history.Append(new(2, DateTimeOffset.UnixEpoch, "from_the_future", Event: null));
        history.Append(Recorded(3, new CanaryReady(1)));
        history.Append(Recorded(4, new DeploymentStarted()));

        Assert.Equal(
            [(HistoryFaultKind.Unreadable, 2L, "from_the_future"), (HistoryFaultKind.Impossible, 3L, "CanaryReady")],
            history.Faults.Select(fault => (fault.Kind, fault.From, fault.Detail.Split(' ')[0])));
        Assert.Equal(history.At(1), history.At(3));
        Assert.Equal(history.Last, history.At(4));
        Assert.IsType<DeploymentStatus.Running>(history.Last!.Status);
    }

    [Fact]
    public void An_event_out_of_order_is_refused()
    {
        var history = New();
        history.Append(Recorded(1, new DeploymentCreated(Make.Spec)));
        Assert.Throws<ArgumentException>(() => history.Append(Recorded(1, new NoteAdded("again"))));
    }

    [Fact]
    public void One_pass_gives_the_same_states_as_going_to_each_event()
    {
        var history = New();
        foreach (var (i, e) in Long(450).Index())
        {
            history.Append(Recorded(i + 1, e));
        }

        Assert.All(history.Walk().Index(), one => Assert.Equal(history.At(one.Index + 1), one.Item.State));
    }

    [Fact]
    public void A_copy_grows_alone()
    {
        var history = New();
        foreach (var (i, e) in Long(450).Index())
        {
            history.Append(Recorded(i + 1, e));
        }

        var copy = history.Copy();
        copy.Append(Recorded(history.LastVersion + 1, new DeploymentPaused(PauseReason.Person, "later")));
        Assert.Equal(history.Events.Count + 1, copy.Events.Count);
        Assert.Equal(history.At(430), copy.At(430));
        Assert.NotEqual(history.Last, copy.Last);
    }

    internal static HistoryEvent<DeploymentEvent> Recorded(long version, DeploymentEvent @event) =>
        new(version, @event.Origin.At, @event.GetType().Name, @event);

    private static FoldHistory<Deployment, DeploymentEvent> New() => new(Deployment.Evolve);

    private static IEnumerable<DeploymentEvent> Long(int count)
    {
        yield return new DeploymentCreated(Make.Spec);
        yield return new DeploymentStarted { Origin = new Origin(DateTimeOffset.UnixEpoch, Make.Maria) };
        for (var i = 0; i < count; i++)
        {
            yield return i % 3 == 0 ? new DeploymentPaused(PauseReason.Person, $"{i}") : i % 3 == 1 ? new NoteAdded($"{i}") : new DeploymentResumed(null, null);
        }
    }
}
