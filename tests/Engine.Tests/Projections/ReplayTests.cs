using System.Text.Json;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Projections;

public sealed class ReplayTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 6)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Replay_of_what_is_stored_agrees_with_the_live_fold_at_every_event(int seed)
    {
        var catalogue = EventCatalogue.Scan([typeof(DomainEvent).Assembly]);
        var story = new Story("t", "checkout", seed).Go(1500);
        foreach (var id in story.Deployments.Keys)
        {
            var history = new FoldHistory<Deployment, DeploymentEvent>(Deployment.Evolve);
            var live = new List<Deployment?> { null };
            foreach (var @event in story.EventsOf(id))
            {
                live.Add(Deployment.Evolve(live[^1], @event));
                var alias = EventNames.AliasOf(@event.GetType());
                var read = (DeploymentEvent?)catalogue.TryRead(alias, JsonSerializer.Serialize(@event, @event.GetType(), EventJson.Options), out _);
                history.Append(new(live.Count - 1, @event.Origin.At, alias, read));
            }

            Assert.Empty(history.Faults);
            for (var count = 0; count < live.Count; count++)
            {
                Assert.Equal(live[count], history.At(count));
            }
        }
    }

    [Fact]
    public void What_cannot_be_read_is_said_and_not_thrown()
    {
        var catalogue = EventCatalogue.Scan([typeof(DomainEvent).Assembly]);
        Assert.Null(catalogue.TryRead("from_the_future", "{}", out var unknown));
        Assert.Equal("from_the_future", unknown);
        Assert.Null(catalogue.TryRead("phase_entered", """{"phase":"many"}""", out var broken));
        Assert.StartsWith("phase_entered: ", broken, StringComparison.Ordinal);
    }
}
