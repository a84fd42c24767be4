using System.Diagnostics;
using System.Globalization;
using static Sluice.Domain.PlanTemplates.PlanEvent;

namespace Sluice.Domain.PlanTemplates;

/// <summary>What one event changed, in wire words.</summary>
/// <param name="Before">Null: there was nothing.</param>
/// <param name="After">Null: there is nothing any more.</param>
public sealed record PlanChange(string Subject, string? Before, string? After)
{
    /// <exception cref="UnreachableException">There is no such event.</exception>
    public static PlanChange Of(PlanEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var plan = $"plan {@event.Plan}";
        return @event switch
        {
            PlanVersionProposed e => new(At(plan, e.Version), e.Replaces is { } own ? Version(own) : null, e.Body),
            PlanVersionApproved e => new(At(plan, e.Version), e.Before is { } before ? Version(before) : null, Version(e.Version)),
            PlanVersionRejected e => new(At(plan, e.Version), Words.Of(PlanVersionState.Proposed), Words.Of(PlanVersionState.Rejected)),
            PlanVersionWithdrawn e => new(At(plan, e.Version), Words.Of(PlanVersionState.Proposed), Words.Of(PlanVersionState.Withdrawn)),
            DefaultPlanChosen e => new(Default(e.Plan.Team), e.Before, e.Plan.Name),
            DefaultPlanDropped e => new(Default(e.Plan.Team), e.Plan.Name, null),
            PlanTemplateRetired e => new(plan, e.InForce is { } version ? Version(version) : null, null),
            _ => throw new UnreachableException($"{@event.GetType().Name} is not known here."),
        };
    }

    private static string At(string plan, int version) => $"{plan} {Version(version)}";

    private static string Default(string team) => $"default plan of {team}";

    private static string Version(int number) => string.Create(CultureInfo.InvariantCulture, $"version {number}");
}
