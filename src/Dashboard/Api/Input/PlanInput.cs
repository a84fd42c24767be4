using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a plan. Without a kind it follows from what is given; a field that the kind has no use for is a mistake.</summary>
internal static class PlanInput
{
    /// <summary>In place of a duration: until a person resumes.</summary>
    public const string Indefinite = "indefinite";

    /// <param name="usual">The kind that nothing in the plan speaks against.</param>
    public static PlanRequest Read(JsonInput input, PlanKind usual = PlanKind.Stepped)
    {
        var known = ReadKind(input, usual);
        var plan = new PlanRequest(known ?? usual)
        {
            Steps = input.Whole("steps"),
            StepWeight = input.Number("step_weight"),
            Hold = input.Duration("hold"),
            Pause = input.Duration("pause"),
            Phases = (input.Objects("phases") ?? []).Select(ReadPhase).ToValueList(),
            BeforeSwitch = GateInput.Read(input, "gate"),
            PreviewCheck = input.Object("preview_check") is { } check ? PreDeployInput.ReadCheck(check) : null,
            Standby = input.Duration("standby"),
            Users = UserRoutingInput.Read(input),
            Rolling = ReadRolling(input),
            Mirror = MirrorInput.Read(input),
            BeforePromotion = GateInput.Read(input, "promotion_gate"),
        };
        if (known is { } kind)
        {
            RefuseUnused(input, "steps", kind == PlanKind.Linear, "linear");
            RefuseUnused(input, "step_weight", kind == PlanKind.Linear, "linear");
            RefuseUnused(input, "phases", kind is PlanKind.Phases or PlanKind.Mirror, "phases or mirror");
            RefuseUnused(input, "gate", kind is PlanKind.Switch or PlanKind.Mirror, "switch or mirror");
            RefuseUnused(input, "preview_check", kind == PlanKind.Switch, "switch");
            RefuseUnused(input, "pause", kind is not (PlanKind.Switch or PlanKind.Recreate), "linear, stepped, phases, mirror or batches");
            RefuseUnused(input, "mirror", kind == PlanKind.Mirror, "mirror");
        }

        input.Done();
        return plan;
    }

    private static RollingRequest? ReadRolling(JsonInput input)
    {
        var rolling = new RollingRequest
        {
            Parallelism = input.Whole("parallelism"),
            MaxSurge = input.Whole("max_surge"),
            MaxUnavailable = input.Whole("max_unavailable"),
            Order = input.Word<UpdateOrder>("order"),
        };
        return rolling == new RollingRequest() ? null : rolling;
    }

    private static PlanKind? ReadKind(JsonInput input, PlanKind usual)
    {
        if (input.Has("kind"))
        {
            var kind = input.Word<PlanKind>("kind");
            if (kind is PlanKind.Instant)
            {
                input.Errors.Add(input.PathOf("kind"), "instant", "linear, stepped, phases, switch, mirror, batches or recreate: an instant plan follows by itself when nothing is live yet");
            }

            return kind is PlanKind.Instant ? null : kind;
        }

        return (input.Has("phases"), input.Has("steps") || input.Has("step_weight")) switch
        {
            (true, _) => usual == PlanKind.Mirror ? usual : PlanKind.Phases,
            (_, true) => PlanKind.Linear,
            _ => usual,
        };
    }

    /// <summary>One phase of a plan, or of what is ahead of a deployment.</summary>
    public static PhaseRequest ReadPhase(JsonInput input)
    {
        var gate = GateInput.Read(input, "gate");
        var phase = new PhaseRequest(input.Number("share"))
        {
            Hold = input.Duration("hold"),
            Gap = ReadGap(input),
            NeedsApproval = gate is not null,
            Approval = gate,
            Budget = input.Duration("budget"),
        };
        input.Done();
        return phase;
    }

    private static PhaseGap ReadGap(JsonInput input)
    {
        if (input.KindOf("pause_after") != JsonValueKind.String)
        {
            return input.Duration("pause_after") is { } length ? PhaseGap.Timed(length) : PhaseGap.None;
        }

        var text = input.Text("pause_after");
        if (text == Indefinite)
        {
            return PhaseGap.Person;
        }

        if (Durations.TryParse(text, out var gap))
        {
            return PhaseGap.Timed(gap);
        }

        input.Errors.Add(input.PathOf("pause_after"), InputErrors.Short(text ?? string.Empty), $"{Durations.Remedy}, or {Indefinite}");
        return PhaseGap.None;
    }

    private static void RefuseUnused(JsonInput input, string field, bool isUsed, string kind)
    {
        if (!isUsed && input.Has(field))
        {
            input.Errors.Add(input.PathOf(field), "a field of another kind of plan", $"nothing, or the kind {kind}");
        }
    }
}
