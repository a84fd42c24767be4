using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Given what happened, when this is said, then that happens: one deployment and its service.</summary>
internal sealed class DeploymentScenario
{
    private Decision? _last;

    private DeploymentScenario(FakeBus bus, DeploymentId id) => (Bus, Id) = (bus, id);

    public FakeBus Bus { get; }

    public DeploymentId Id { get; }

    public Deployment State => Bus.Deployments[Id];

    public ServiceEnvironment Place => Bus.Place(State.Spec.Environment);

    public Wanted Wanted => Wanted.From(Place, Place.Holder == Id ? State : null, Bus.Now);

    public Decision Last => _last ?? throw new InvalidOperationException("Nothing was said yet.");

    /// <summary>A draft of release 2 where release 1 is live.</summary>
    public static DeploymentScenario Draft(Func<DeploymentSpec, DeploymentSpec>? change = null) => On(Make.BusWithLive(), change);

    /// <summary>A draft where nothing is live.</summary>
    public static DeploymentScenario FirstDraft(Func<DeploymentSpec, DeploymentSpec>? change = null) =>
        On(Make.BusWithoutLive(), spec => (change ?? (s => s))(spec with { FromRelease = null }));

    public static DeploymentScenario On(FakeBus bus, Func<DeploymentSpec, DeploymentSpec>? change = null)
    {
        var spec = (change ?? (s => s))(Make.Spec);
        bus.Store(new ServiceEvent.DeploymentNumbered(spec.Number, spec.Id, spec.Environment));
        bus.Store(spec.Id, new DeploymentCreated(spec), Make.Maria);
        return new(bus, spec.Id);
    }

    public static DeploymentScenario Of(FakeBus bus, DeploymentId id) => new(bus, id);

    public static DeploymentScenario AtGate(Func<DeploymentSpec, DeploymentSpec>? change = null) => Draft(change).Given(new Start());

    public static DeploymentScenario AtApply(Func<DeploymentSpec, DeploymentSpec>? change = null) => AtGate(change).Given(new ReportStable(Make.Stable));

    public static DeploymentScenario AtShift(Func<DeploymentSpec, DeploymentSpec>? change = null) => AtApply(change).Given(new ReportCanaryReady(1));

    /// <summary>The share of the phase is read back and its hold has begun.</summary>
    public static DeploymentScenario AtHold(int phase = 0, Func<DeploymentSpec, DeploymentSpec>? change = null)
    {
        var scenario = AtShift(change).SplitIsRead();
        for (var i = 0; i < phase; i++)
        {
            scenario.Given(new Promote()).SplitIsRead();
        }

        return scenario;
    }

    public static DeploymentScenario AtWaiting(Func<DeploymentSpec, DeploymentSpec>? change = null)
    {
        var gap = Make.Plan(Make.Phase(10, PhaseGap.Timed(Make.Minutes(2))), Make.Phase(50), Make.Phase(100));
        return AtHold(change: spec => (change ?? (s => s))(spec with { Plan = gap })).Passes().After(Make.Hold).Given(new Tick());
    }

    public static DeploymentScenario AtPromoting(Func<DeploymentSpec, DeploymentSpec>? change = null) => AtHold(change: change).Given(new PromoteFully());

    /// <summary>A trigger fired and people are asked.</summary>
    public static DeploymentScenario AtQuestion(Func<DeploymentSpec, DeploymentSpec>? change = null) =>
        AtHold(change: spec => (change ?? (s => s))(spec with { Rollback = spec.Rollback with { ManualApproval = true } })).Fails();

    public DeploymentScenario Given(params ReadOnlySpan<DeploymentCommand> commands)
    {
        foreach (var command in commands)
        {
            _last = Bus.Send(Id, command);
            Assert.True(_last is Decision.Accepted, $"{command} was expected to be accepted, but: {_last}");
        }

        return this;
    }

    /// <summary>The asked split is read back from the router.</summary>
    public DeploymentScenario SplitIsRead() => Given(new ReportSplit(State.Asked, Verified: true));

    public DeploymentScenario Passes() => Given(new Judge(State.Phase, Make.Good));

    /// <summary>As many failing runs as decide.</summary>
    public DeploymentScenario Fails()
    {
        for (var i = 0; i < State.Spec.Analysis.FailedRuns; i++)
        {
            Given(new Judge(State.Phase, Make.Bad));
        }

        return this;
    }

    public DeploymentScenario Frozen(FreezeRequest? request = null)
    {
        Bus.Freeze(request);
        return this;
    }

    /// <summary>Every freeze is lifted.</summary>
    public DeploymentScenario Thawed()
    {
        foreach (var freeze in Bus.Freezes.Freezes)
        {
            Bus.Lift(freeze.Spec.Id);
        }

        return this;
    }

    public DeploymentScenario After(TimeSpan time)
    {
        Bus.Now += time;
        return this;
    }

    public DeploymentScenario Given(DeploymentCommand command, Actor by, ValueList<string>? groups = null)
    {
        When(command, by, groups);
        Assert.True(_last is Decision.Accepted, $"{command} by {by} was expected to be accepted, but: {_last}");
        return this;
    }

    public DeploymentScenario When(DeploymentCommand command, Actor? by = null, ValueList<string>? groups = null)
    {
        _last = Bus.Send(Id, command, by, groups);
        return this;
    }

    /// <summary>Exactly these facts, in this order.</summary>
    public DeploymentScenario Then(params DeploymentEvent[] events)
    {
        Assert.Equal(events, Accepted.Events.Select(e => e with { Origin = Origin.Unstamped }));
        return this;
    }

    /// <summary>Exactly these kinds of facts, in this order.</summary>
    public DeploymentScenario ThenKinds(params Type[] kinds)
    {
        Assert.Equal(kinds, Accepted.Events.Select(e => e.GetType()));
        return this;
    }

    public DeploymentScenario ThenService(params ServiceEvent[] events)
    {
        Assert.Equal(events, Accepted.ServiceEvents.Select(e => e with { Origin = Origin.Unstamped }));
        return this;
    }

    public DeploymentScenario ThenIgnored(string why)
    {
        Assert.Equal(new Decision.Ignored(why), Last);
        return this;
    }

    public DeploymentScenario ThenIllegal(string sentence)
    {
        Assert.Equal(sentence, Assert.IsType<Refusal.Illegal>(Assert.IsType<Decision.Refused>(Last).Refusal).Sentence);
        return this;
    }

    public DeploymentScenario ThenInvalid(string field)
    {
        Assert.Equal([field], Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(Last).Refusal).Errors.Select(e => e.Field));
        return this;
    }

    public DeploymentScenario ThenStatus(DeploymentStatus status)
    {
        Assert.Equal(status, State.Status);
        return this;
    }

    public DeploymentScenario ThenOutcome(Outcome outcome)
    {
        Assert.Equal(outcome, Assert.IsType<DeploymentStatus.Ended>(State.Status).Outcome);
        Assert.NotEqual(Id, Place.Holder);
        return this;
    }

    public T Event<T>()
        where T : DeploymentEvent => Accepted.Events.OfType<T>().Single();

    private Decision.Accepted Accepted => Last as Decision.Accepted ?? throw new Xunit.Sdk.XunitException($"Expected to be accepted, but: {Last}");
}
