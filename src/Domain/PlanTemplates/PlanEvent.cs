using System.Text.Json.Serialization;
using Sluice.Domain.Events;

namespace Sluice.Domain.PlanTemplates;

/// <summary>A fact about a plan template. Who and why is in the origin.</summary>
public abstract record PlanEvent : DomainEvent
{
    private PlanEvent()
    {
    }

    /// <summary>The template that it is about.</summary>
    public abstract PlanKey Plan { get; init; }

    /// <param name="Replaces">One's own that waited, and is withdrawn with this; null: none did.</param>
    public sealed record PlanVersionProposed(
        PlanKey Plan,
        int Version,
        string Body,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Replaces) : PlanEvent;

    /// <param name="Before">What was in force until now; null: nothing was.</param>
    public sealed record PlanVersionApproved(PlanKey Plan, int Version, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Before) : PlanEvent;

    public sealed record PlanVersionRejected(PlanKey Plan, int Version) : PlanEvent;

    public sealed record PlanVersionWithdrawn(PlanKey Plan, int Version) : PlanEvent;

    /// <param name="Before">The template whose place it takes; null: the team had no default.</param>
    public sealed record DefaultPlanChosen(PlanKey Plan, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Before) : PlanEvent;

    public sealed record DefaultPlanDropped(PlanKey Plan) : PlanEvent;

    /// <param name="InForce">The version that was; null: none was.</param>
    /// <param name="WasDefault">The team has no default any more.</param>
    public sealed record PlanTemplateRetired(PlanKey Plan, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? InForce, bool WasDefault) : PlanEvent;
}
