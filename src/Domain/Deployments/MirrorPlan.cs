using Sluice.Domain.Gates;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>A plan that copies requests in rising shares first, while users get stable's answers alone, and then switches everything at once.</summary>
internal static class MirrorPlan
{
    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(10);

    /// <summary>The phases as asked for, copies in place of traffic, and the switch after them.</summary>
    /// <param name="asked">By share; none for all requests in one phase.</param>
    public static IEnumerable<Phase> Of(PlanRequest request, IEnumerable<Phase> asked) =>
    [
        .. asked.DefaultIfEmpty(new Phase(Share.All, request.Hold ?? s_usual) { Gap = PhaseGap.Timed(request.Pause ?? TimeSpan.Zero) }).Select(phase => phase with { Share = Share.None, Mirror = phase.Share }),
        new(Share.All, request.Hold ?? s_usual) { NeedsApproval = request.BeforeSwitch is not null, Approval = request.BeforeSwitch },
    ];

    public static IEnumerable<FieldError> Check(PlanRequest request)
    {
        if (request is { Kind: not PlanKind.Mirror, Mirror: not null })
        {
            yield return new("plan.mirror", "how requests are copied", "nothing: only a plan of kind mirror copies requests");
        }

        if (request.Mirror is { MaxBody: var bytes } && bytes is < 0 or > Mirroring.LargestBody)
        {
            yield return new("plan.mirror.max_body", FormattableString.Invariant($"{bytes}"), $"0 to {Mirroring.LargestBody} bytes");
        }

        if (request is { Kind: PlanKind.Mirror, Users.Sticky: { } sticky })
        {
            yield return new("plan.sticky", Words.Of(sticky.By), "nothing: all users stay with what is live until the switch");
        }

        if (request is { Kind: PlanKind.Mirror, BeforeSwitch: { } rule })
        {
            foreach (var error in ApprovalRules.Check(rule, "plan.gate"))
            {
                yield return error;
            }
        }
    }
}
