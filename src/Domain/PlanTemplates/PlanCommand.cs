namespace Sluice.Domain.PlanTemplates;

/// <summary>An order about a plan template.</summary>
public abstract record PlanCommand
{
    private PlanCommand()
    {
    }

    /// <summary>The template that it is about.</summary>
    public abstract PlanKey Plan { get; init; }

    /// <summary>The revision of what it changes that the giver's view was drawn from. Null: whatever it is.</summary>
    public int? Seen { get; init; }

    /// <summary>A new version, or a new template. One's own that waits is withdrawn for it.</summary>
    public sealed record Propose(PlanKey Plan, string Body, string? Note) : PlanCommand;

    public sealed record Approve(PlanKey Plan, int Version) : PlanCommand;

    /// <summary>The order's reason says why.</summary>
    public sealed record Reject(PlanKey Plan, int Version) : PlanCommand;

    public sealed record Withdraw(PlanKey Plan, int Version) : PlanCommand;

    /// <summary>In place of the team's other one.</summary>
    public sealed record MakeDefault(PlanKey Plan) : PlanCommand;

    public sealed record DropDefault(PlanKey Plan) : PlanCommand;

    public sealed record Retire(PlanKey Plan) : PlanCommand;
}
