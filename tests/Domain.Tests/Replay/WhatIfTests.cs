using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Replay;

public sealed class WhatIfTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public void The_record_s_own_rules_give_the_record_s_own_decision()
    {
        var result = Run(Make.Spec, errors: [0, 0, 50, 50, 50, 50])!;
        Assert.Equal((Start.AddSeconds(50), 0, 5), (result.ReturnsAt, result.Phase, result.Runs));
        Assert.Contains("error rate", result.Sentence, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_less_patient_rule_returns_sooner_and_a_wider_limit_not_at_all()
    {
        Assert.Equal(Start.AddSeconds(30), Run(Make.Spec with { Analysis = Make.Spec.Analysis with { FailedRuns = 1 } }, [0, 0, 50, 50, 50])!.ReturnsAt);
        Assert.Null(Run(Make.Spec with { Thresholds = new() { ErrorRate = 0.2 } }, [0, 0, 50, 50, 50])!.ReturnsAt);
    }

    [Fact]
    public void A_phase_that_went_on_is_named_when_the_rules_would_have_held_it()
    {
        var patient = Make.Spec with { Analysis = Make.Spec.Analysis with { SuccessfulRuns = 10 } };
        Assert.Equal([0, 1], Run(patient, [0, 0, 0, 0], phaseOf: i => i / 2)!.Held);
        Assert.Empty(Run(Make.Spec, [0, 0, 0, 0], phaseOf: i => i / 2)!.Held);
    }

    [Fact]
    public void Another_plan_leaves_its_phases_at_other_times()
    {
        var quick = Make.Spec with { Plan = Make.Spec.Plan with { Phases = [.. Make.Spec.Plan.Phases.Select(phase => phase with { Hold = TimeSpan.FromSeconds(20) })] } };
        var patient = Make.Spec with { Plan = Make.Spec.Plan with { Phases = [.. Make.Spec.Plan.Phases.Select(phase => phase with { Hold = TimeSpan.FromHours(1) })] } };
        var left = Run(quick, Enumerable.Repeat(0L, 30))!.Left;
        Assert.Equal(0, Assert.Single(left).Phase);
        Assert.Empty(Run(patient, Enumerable.Repeat(0L, 30))!.Left);
    }

    [Fact]
    public void Evidence_is_judged_by_its_own_margins()
    {
        var strict = Make.Spec with { Thresholds = new(), Analysis = AnalysisSettings.Of(AnalysisMode.Evidence) with { Evidence = new() { Warmup = TimeSpan.Zero } } };
        var result = Run(strict, Enumerable.Repeat(100L, 30))!;
        Assert.NotNull(result.ReturnsAt);
        var lax = strict with
        {
            Analysis = strict.Analysis with { Evidence = strict.Analysis.Evidence! with { Metrics = [MetricRule.Usual[0] with { Tolerance = new(1.1, 0.5) }] } },
        };
        Assert.Null(Run(lax, Enumerable.Repeat(100L, 30))!.ReturnsAt);
    }

    [Fact]
    public void Without_evidence_or_rules_there_is_no_answer()
    {
        Assert.Null(Run(Make.Spec, []));
        Assert.Null(Run(Make.Spec with { Thresholds = new() }, [0, 0]));
    }

    private static WhatIfOutcome? Run(DeploymentSpec rules, IEnumerable<long> errors, Func<int, int>? phaseOf = null)
    {
        var state = DeploymentScenario.AtHold().State;
        state = state with { Phases = [.. state.Phases.Select(phase => phase with { Status = PhaseStatus.Completed })] };
        var intervals = errors.Select((bad, i) => new Interval(
            phaseOf?.Invoke(i) ?? 0, Start.AddSeconds(10 * i), Start.AddSeconds(10 * (i + 1)), Make.Percent(50), Arm(0), Arm(bad))).ToList();
        return WhatIf.Run(state, rules with { Analysis = rules.Analysis with { Lookback = TimeSpan.FromSeconds(10) } }, intervals, Ct);
    }

    private static ArmWindow Arm(long errors) => Make.Arm(1000, errors, 20) with { Length = TimeSpan.FromSeconds(10) };
}
