using System.Text;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;

namespace Sluice.Engine.Tests.Projections;

public sealed class StoryTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Fact]
    public void Stories_tell_every_kind_of_event()
    {
        var told = Enumerable.Range(1, 12).SelectMany(seed => new Story("t", "checkout", seed).Go(1500).Appends)
            .SelectMany(append => append.Streams).SelectMany(stream => stream.Events).Select(e => e.GetType().Name).ToHashSet();

        // Void approvals, reviews of broken gates and second people are rare; the domain's own stories tell them.
        told.UnionWith([nameof(DeploymentEvent.ApprovalsVoided), nameof(DeploymentEvent.BrokenGateReviewed), nameof(DeploymentEvent.CarryOnGiven), nameof(DeploymentEvent.ReasonOwed), nameof(DeploymentEvent.ReasonSettled), nameof(DeploymentEvent.GateInquired), nameof(DeploymentEvent.GateReplied)]);

        // What somebody else runs has no pre-deploy command.
        told.UnionWith([nameof(DeploymentEvent.HookStarted), nameof(DeploymentEvent.HookEnded), nameof(DeploymentEvent.HookAccepted)]);
        Assert.Empty(typeof(DeploymentEvent).GetNestedTypes().Select(type => type.Name).Except(told));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Phases_agree_with_the_domain_after_every_event(int seed)
    {
        var story = new Story("t", "checkout", seed).Go(1500);
        foreach (var id in story.Deployments.Keys)
        {
            var (state, book, version) = ((Deployment?)null, (PhaseBook?)null, 0);
            foreach (var @event in story.EventsOf(id))
            {
                state = Deployment.Evolve(state, @event);
                book = PhaseBook.Fold(book, @event, ++version);

                Assert.Equal(PhasesOf(state), book.Phases);
                Assert.Equal((state.Phase, version), (book.Current, book.Version));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_stored_state_is_read_back_whole_after_every_event(int seed)
    {
        var story = new Story("t", "checkout", seed).Go(1500);
        foreach (var id in story.Deployments.Keys)
        {
            Deployment? state = null;
            foreach (var @event in story.EventsOf(id))
            {
                state = Deployment.Evolve(state, @event);
                var json = DeploymentEntry.Write(state);
                var read = DeploymentEntry.ReadState(json);

                Assert.Equal(state, read);
                Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(DeploymentEntry.Write(read)));
            }
        }
    }

    internal static Course CourseOf(IEnumerable<DeploymentEvent> events)
    {
        var (state, course) = ((Deployment?)null, Course.None);
        foreach (var @event in events)
        {
            (course, state) = (course.After(state, @event), Deployment.Evolve(state, @event));
        }

        return course;
    }

    internal static ValueList<PhaseRow> PhasesOf(Deployment state) => state.Phases
        .Select((p, i) => new PhaseRow(i, state.Spec.Plan.Phases[i].Share.Percent, Words.Of(p.Status), p.StartedAt, p.SetAt, p.EndedAt))
        .ToValueList();
}
