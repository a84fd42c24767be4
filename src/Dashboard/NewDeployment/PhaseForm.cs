using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>One explicit phase as typed.</summary>
public sealed class PhaseForm
{
    public string Share { get; set; } = "";

    public string Hold { get; set; } = "";

    public string PauseAfter { get; set; } = "";

    /// <summary>Stay here until a person resumes.</summary>
    public bool UntilResumed { get; set; }

    /// <summary>A person must approve before this phase.</summary>
    public bool Gate { get; set; }

    /// <summary>Who must approve, as the API takes it; null: one other person.</summary>
    public JsonObject? Approval { get; set; }

    /// <summary>How long it may go on without a decision.</summary>
    public string Budget { get; set; } = "";

    public JsonObject ToJson() => FormJson.Object(
        ("share", FormJson.Number(Share)),
        ("hold", FormJson.Text(Hold)),
        ("pause_after", UntilResumed ? JsonValue.Create("indefinite") : FormJson.Text(PauseAfter)),
        ("gate", Gate ? Approval is { Count: > 0 } rule ? rule.DeepClone() : JsonValue.Create(true) : null),
        ("budget", FormJson.Text(Budget)));

    public static PhaseForm From(Phase phase) => new()
    {
        Share = FormattableString.Invariant($"{phase.Reached.Percent:0.#}"),
        Hold = Durations.Format(phase.Hold),
        PauseAfter = phase.Gap.For is { } gap ? Durations.Format(gap) : "",
        UntilResumed = phase.Gap.UntilResumed,
        Gate = phase.NeedsApproval,
        Approval = phase.NeedsApproval ? ApprovalJson.Of(phase.Approval ?? ApprovalRule.Anyone) : null,
        Budget = phase.Budget is { } budget ? Durations.Format(budget) : "",
    };
}
