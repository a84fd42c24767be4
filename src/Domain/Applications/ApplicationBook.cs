using System.Diagnostics;
using static Sluice.Domain.Applications.ApplicationEvent;

namespace Sluice.Domain.Applications;

/// <summary>The applications of a tenant, each with its newest rollout: a fold of their one stream.</summary>
/// <param name="Newest">By name, in the order of their first rollouts.</param>
public sealed record ApplicationBook(ValueList<Rollout> Newest)
{
    public const string Stream = "application-book";

    public static ApplicationBook Empty { get; } = new([]);

    public static ApplicationBook Fold(IEnumerable<ApplicationEvent> events) => events.Aggregate(Empty, Evolve);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static ApplicationBook Evolve(ApplicationBook state, ApplicationEvent @event) => @event switch
    {
        RolloutStarted e => state.Put(new Rollout(e.Application, e.Environment, e.Rollout, e.Steps, e.Origin.By, e.Origin.At) { Reason = e.Origin.Reason }),
        RolloutStepStarted e => state.With(e, rollout => rollout.With(e.Service, step => step with { State = StepState.Deploying, Deployment = e.Deployment, Why = null })),
        RolloutStepDone e => state.With(e, rollout => rollout.With(e.Service, step => step with { State = StepState.Done, Why = null })),
        RolloutStepFailed e => state.With(e, rollout => rollout.With(e.Service, step => step with { State = StepState.Failed, Why = e.Why })),
        RolloutHeld e => state.With(e, rollout => rollout with { Status = RolloutStatus.Held, Why = e.Why }),
        RolloutWentOn e => state.With(e, rollout => rollout with { Status = RolloutStatus.Running, Why = null }),
        RolloutEnded e => state.With(e, rollout => rollout with { Status = e.Outcome, Why = e.Why, EndedAt = e.Origin.At }),
        _ => throw new UnreachableException($"{@event.GetType().Name} is not known here."),
    };

    public Rollout? Find(ApplicationName application) => Newest.FirstOrDefault(rollout => rollout.Application == application);

    private ApplicationBook Put(Rollout rollout) => Find(rollout.Application) is null
        ? new(Newest.Add(rollout))
        : new([.. Newest.Select(one => one.Application == rollout.Application ? rollout : one)]);

    private ApplicationBook With(ApplicationEvent about, Func<Rollout, Rollout> change) => Find(about.Application) is { } known && known.Number == about.Rollout
        ? new([.. Newest.Select(one => one == known ? change(one) : one)])
        : throw new UnreachableException($"{about.Application} has no rollout {about.Rollout} under way.");
}
