using System.Diagnostics;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using static Sluice.Domain.Applications.ApplicationCommand;
using static Sluice.Domain.Applications.ApplicationEvent;

namespace Sluice.Domain.Applications;

/// <summary>How applications are taken live. Pure.</summary>
public static class ApplicationDecider
{
    /// <param name="known">The tenant's services, as they are stored.</param>
    /// <param name="foreign">Services of other tenants behind the same gateway.</param>
    public static Decision Decide(ApplicationBook book, ApplicationCommand command, IReadOnlyCollection<Service> known, IReadOnlyCollection<Service> foreign)
    {
        if (command is Start start)
        {
            return Begin(book.Find(command.Application), start, known, foreign);
        }

        if (book.Find(command.Application) is not { } rollout)
        {
            return Decision.Refuse(new Refusal.NotFound($"application {command.Application}"));
        }

        return command switch
        {
            Cancel => rollout.HasEnded
                ? Decision.Ignore($"Rollout {rollout.Number} has ended.")
                : Decision.Accept([new RolloutEnded(rollout.Application, rollout.Number, RolloutStatus.Cancelled, "Nothing more is started. Deployments that are under way go on.")]),
            Report { Rollout: var number } when number != rollout.Number || rollout.HasEnded => Decision.Ignore("the rollout has moved on"),
            Report report => RolloutProgress.Of(rollout, report.Sights) is { Count: > 0 } events ? Decision.Accept(events) : Decision.Ignore("nothing is new"),
            ReportStarted { Rollout: var number } started => number == rollout.Number && rollout.Step(started.Service) is { State: StepState.Waiting }
                ? Decision.Accept([new RolloutStepStarted(rollout.Application, number, started.Service, started.Deployment)])
                : Decision.Ignore("the rollout has moved on"),
            ReportRefused { Rollout: var number } refused => number == rollout.Number && rollout.Step(refused.Service) is { State: StepState.Waiting }
                ? Decision.Accept([new RolloutStepFailed(rollout.Application, number, refused.Service, refused.Why)])
                : Decision.Ignore("the rollout has moved on"),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>New services, their releases and the rollout come into being together, or nothing does.</summary>
    private static Decision Begin(Rollout? before, Start start, IReadOnlyCollection<Service> known, IReadOnlyCollection<Service> foreign)
    {
        if (!Slug.IsValid(start.Application.Value))
        {
            return Decision.Refuse(new Refusal.Invalid([new("application", start.Application.Value, Slug.Remedy)]));
        }

        if (before is { Status: RolloutStatus.Running })
        {
            return Decision.Illegal($"Rollout {before.Number} of {before.Application} is under way. Wait for its end, or cancel it.");
        }

        var plans = ApplicationPlanner.Plan(start.Wishes, start.Environment, known, foreign);
        if (plans.SelectMany(plan => plan.Errors.Select(error => error with { Field = $"services.{plan.Wish.Key}.{error.Field}" })).ToValueList() is { Count: > 0 } errors)
        {
            return Decision.Refuse(new Refusal.Invalid(errors));
        }

        var todo = plans.Where(plan => plan.Verdict != ServiceVerdict.UpToDate).ToList();
        if (todo.Count == 0)
        {
            return before is { HasEnded: false }
                ? Decision.Accept([new RolloutEnded(before.Application, before.Number, RolloutStatus.Superseded, "Every service runs as a newer file says.")])
                : Decision.Ignore("Every service runs as the file says.");
        }

        var steps = todo.Select(plan => new RolloutStep(plan.Wish.Key, plan.Wish.Service, plan.Release, plan.Wish.After, plan.Wish.Terms)).ToValueList();
        ValueList<ApplicationEvent> superseded = before is { HasEnded: false }
            ? [new RolloutEnded(before.Application, before.Number, RolloutStatus.Superseded, $"Rollout {before.Number + 1} took its place.")]
            : [];
        return new Decision.Accepted([], [])
        {
            ApplicationEvents = [.. superseded, new RolloutStarted(start.Application, (before?.Number ?? 0) + 1, start.Environment, steps)],
            Services = [.. todo.Where(plan => plan.Added.Count > 0).OrderBy(plan => plan.Wish.Service.Value, StringComparer.Ordinal).Select(plan => new ServiceAdditions(plan.Wish.Service, plan.Added))],
        };
    }
}
