using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Strategies;

/// <summary>What whoever makes a deployment may add to the plan that a custom strategy writes. What the strategy says itself stays as it is.</summary>
public sealed record PlanAdditions(ApprovalRule? BeforePromotion, TimeSpan? Standby, UserRouting? Users)
{
    public static PlanAdditions None { get; } = new(null, null, null);

    public PlanRequest To(PlanRequest written) => written with
    {
        BeforePromotion = written.BeforePromotion ?? BeforePromotion,
        Standby = written.Standby ?? Standby,
        Users = written.Users ?? Users,
    };

    /// <summary>What would be given twice, and differently.</summary>
    public IEnumerable<FieldError> Check(PlanRequest written, string strategy)
    {
        if (written.BeforePromotion is not null && BeforePromotion is not null && written.BeforePromotion != BeforePromotion)
        {
            yield return new("plan.promotion_gate", "an approval", $"nothing: {strategy} says who approves");
        }

        if (written.Standby is not null && Standby is { } standby && written.Standby != standby)
        {
            yield return new("plan.standby", Durations.Format(standby), $"nothing: {strategy} says how long");
        }

        if (written.Users is not null && Users is not null && written.Users != Users)
        {
            yield return new(Users.Match.Count > 0 ? "plan.match" : "plan.sticky", "users told apart", $"nothing: {strategy} says which");
        }
    }
}
