using System.Text.Json;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using static Sluice.Domain.Analysis.VerdictKind;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>The verdict table, row by row and in its order.</summary>
public sealed class EvidenceTableTests
{
    private static readonly double s_convicting = Math.Log(1000);

    /// <summary>Every required metric cleared, the hold over: what goes wrong below goes wrong on top of this.</summary>
    private static readonly EvidenceInput s_healthy = new()
    {
        Components = [new("errors", EvidenceKind.Comparison, 0.5, -1), new("slo_errors", EvidenceKind.Slo, 0.5, -2, -2)],
        Clearances = [new("errors", 4), new("slo_errors", 5, EvidenceKind.Slo)],
        Runs = new(0, 1),
        MinimumStepElapsed = true,
    };

    private static readonly EvidenceInput s_regressed = s_healthy with
    {
        Components = [new("errors", EvidenceKind.Comparison, 0.5, s_convicting), new("slo_errors", EvidenceKind.Slo, 0.5, -2, -2)],
        Runs = new(1, 0),
    };

    private static readonly EvidenceInput s_breached = s_healthy with
    {
        Components = [new("errors", EvidenceKind.Comparison, 0.5, 1), new("slo_errors", EvidenceKind.Slo, 0.5, s_convicting, -2)],
        Runs = new(1, 0),
    };

    private static readonly EvidenceInput s_incident = s_healthy with
    {
        Components = [new("errors", EvidenceKind.Comparison, 0.5, 1), new("slo_errors", EvidenceKind.Slo, 0.5, s_convicting, s_convicting)],
    };

    private static readonly EvidenceInput s_suspicious = s_healthy with { Components = [new("errors", EvidenceKind.Comparison, 0.5, Math.Log(30))] };

    private static readonly EvidenceInput s_uncleared = s_healthy with { Clearances = [new("errors", 4), new("p99", 1), new("p50", 2)] };

    public static TheoryData<string> Decisions => Vectors.Of("decide");

    public static TheoryData<string> Averages => Vectors.Of("weighted_e_average");

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Decisions_match_the_reference(string id)
    {
        var expected = Vectors.Expected(id);
        var decision = EvidenceTable.Decide(Input(Vectors.Input(id)));
        Vectors.AssertClose(id, expected.Number("log_e_total"), decision.LogEvidence);
        Assert.Equal(expected.GetProperty("verdict").GetString(), decision.Verdict == RollBack ? "rollback" : Words.Of(decision.Verdict));
        Assert.Equal(expected.GetProperty("reason").GetString(), Words.Of(decision.Reason));
        Assert.Equal(expected.GetProperty("lead_metric").GetString(), decision.LeadMetric);
    }

    [Theory]
    [MemberData(nameof(Averages))]
    public void Averages_match_the_reference(string id)
    {
        var (input, expected) = (Vectors.Input(id), Vectors.Expected(id));
        var components = input.GetProperty("log_e").Numbers().Zip(input.GetProperty("weights").Numbers(), (log, weight) => new EvidenceComponent("m", EvidenceKind.Comparison, weight, log));
        var decision = EvidenceTable.Decide(new() { Alpha = input.Number("alpha"), Components = components.ToValueList(), Runs = new(1, 0) });
        Vectors.AssertClose(id, expected.Number("log_e"), decision.LogEvidence);
        Assert.Equal(expected.GetProperty("reject").GetBoolean(), decision.Verdict == RollBack);
        foreach (var (share, wanted) in decision.Shares.Zip(expected.GetProperty("shares").Numbers()))
        {
            Vectors.AssertClose(id, wanted, share.Share);
        }
    }

    [Fact]
    public void Rows_come_in_their_order()
    {
        Expect(s_healthy, Advance, EvidenceReason.Proven, null);
        Expect(s_regressed, RollBack, EvidenceReason.Regression, "errors");
        Expect(s_breached, RollBack, EvidenceReason.SloBreach, "slo_errors");
        Expect(s_regressed with { FailedRunsRequired = 2 }, Hold, EvidenceReason.ConfirmingFailure, "errors");
        Expect(s_healthy with { Problems = [DataProblem.Stale] }, Hold, EvidenceReason.DataQuality, null);
        Expect(s_incident, Hold, EvidenceReason.SharedIncident, "slo_errors");
        Expect(s_suspicious, Hold, EvidenceReason.Suspicious, "errors");
        Expect(s_healthy with { MinimumStepElapsed = false }, Hold, EvidenceReason.StepDuration, null);
        Expect(s_healthy with { SuccessfulRunsRequired = 2 }, Hold, EvidenceReason.ConfirmingSuccess, null);
        Expect(s_uncleared, Hold, EvidenceReason.Inconclusive, "p99");
        Expect(s_healthy with { Clearances = [] }, Advance, EvidenceReason.NothingToJudge, null);
    }

    [Fact]
    public void Only_limits_convict_on_data_that_cannot_be_trusted()
    {
        Expect(s_regressed with { Problems = [DataProblem.SplitMismatch] }, Hold, EvidenceReason.DataQuality, null);
        Expect(s_breached with { Problems = [DataProblem.SplitMismatch] }, RollBack, EvidenceReason.SloBreach, "slo_errors");
    }

    [Theory]
    [InlineData(OnInconclusive.Pause, Hold, Hold)]
    [InlineData(OnInconclusive.RollBack, RollBack, RollBack)]
    [InlineData(OnInconclusive.AdvanceIfNoSuspicion, Advance, Hold)]
    public void A_used_up_budget_ends_every_hold_but_never_for_a_suspect(OnInconclusive action, VerdictKind uncleared, VerdictKind otherwise)
    {
        Expect(Late(s_uncleared), uncleared, EvidenceReason.InconclusiveTimeout, "p99");
        Expect(Late(s_suspicious), otherwise, EvidenceReason.InconclusiveTimeout, "errors");
        Expect(Late(s_incident), otherwise, EvidenceReason.InconclusiveTimeout, "slo_errors");
        Expect(Late(s_healthy with { Problems = [DataProblem.CounterAnomaly] }), otherwise, EvidenceReason.InconclusiveTimeout, null);
        Expect(Late(s_healthy), Advance, EvidenceReason.Proven, null);

        EvidenceInput Late(EvidenceInput input) => input with { TimedOut = true, OnInconclusive = action };
    }

    [Fact]
    public void Without_a_stable_arm_comparisons_watch_and_limits_judge()
    {
        Expect(s_regressed with { HasStableArm = false, Runs = new(0, 1) }, Advance, EvidenceReason.Proven, null);
        Expect(s_breached with { HasStableArm = false }, RollBack, EvidenceReason.SloBreach, "slo_errors");
        Expect(s_healthy with { HasStableArm = false, Problems = [DataProblem.NoStableTraffic] }, Advance, EvidenceReason.Proven, null);
        Expect(s_healthy with { Problems = [DataProblem.NoStableTraffic] }, Hold, EvidenceReason.DataQuality, null);
    }

    [Fact]
    public void A_shared_incident_takes_the_breach_out_of_the_total()
    {
        var decision = EvidenceTable.Decide(s_incident);
        Assert.Equal(Math.Log((0.5 * Math.E) + 0.5), decision.LogEvidence, 1e-12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_neither_convicts_nor_clears(double log)
    {
        var decision = EvidenceTable.Decide(s_healthy with { Components = [new("errors", EvidenceKind.Comparison, 1, log)], Clearances = [new("errors", log)], Runs = new(9, 9) });
        Assert.Equal((Hold, EvidenceReason.Inconclusive), (decision.Verdict, decision.Reason));
        Assert.All(decision.Shares, share => Assert.True(double.IsFinite(share.Share)));
        Assert.Equal(Hold, EvidenceTable.Decide(s_healthy with { Beta = log }).Verdict);
        Assert.NotEqual(RollBack, EvidenceTable.Decide(s_regressed with { Alpha = log }).Verdict);
        Assert.NotEqual(RollBack, EvidenceTable.Decide(s_regressed with { Components = [new("errors", EvidenceKind.Comparison, log, 100)] }).Verdict);
    }

    [Fact]
    public void Runs_are_counted_in_a_row_and_only_on_good_data()
    {
        var counts = default(RunCounts).After(s_regressed).After(s_regressed);
        Assert.Equal(new(2, 0), counts);
        Assert.Equal(counts, counts.After(s_regressed with { Problems = [DataProblem.Stale] }));
        Assert.Equal(new(3, 0), counts.After(s_breached with { Problems = [DataProblem.Stale] }));
        Assert.Equal(new(0, 1), counts.After(s_healthy));
        Assert.Equal(new(0, 0), counts.After(s_uncleared));
        Assert.Equal(new(0, 0), new RunCounts(0, 5).After(s_suspicious));
    }

    private static void Expect(EvidenceInput input, VerdictKind verdict, EvidenceReason reason, string? lead)
    {
        var decision = EvidenceTable.Decide(input);
        Assert.Equal((verdict, reason, lead), (decision.Verdict, decision.Reason, decision.LeadMetric));
    }

    private static EvidenceInput Input(JsonElement input) => new()
    {
        Alpha = input.Number("alpha"),
        Beta = input.Number("beta"),
        Suspicion = input.Number("suspicion"),
        Components = input.GetProperty("components").EnumerateArray().Select(c => new EvidenceComponent(
            c.GetProperty("name").GetString()!,
            c.GetProperty("kind").GetString() == "slo" ? EvidenceKind.Slo : EvidenceKind.Comparison,
            c.Number("weight"),
            c.Number("log_e"),
            c.TryGetProperty("stable_log_e", out var stable) ? stable.GetDouble() : null)).ToValueList(),
        Clearances = input.GetProperty("clearances").EnumerateArray().Select(c => new Clearance(c.GetProperty("name").GetString()!, c.Number("log_e"))).ToValueList(),
        FailedRunsRequired = (int)input.Count("failed_runs_required"),
        SuccessfulRunsRequired = (int)input.Count("successful_runs_required"),
        Runs = new((int)input.Count("consecutive_fail_runs"), (int)input.Count("consecutive_pass_runs")),
        MinimumStepElapsed = input.GetProperty("min_step_elapsed").GetBoolean(),
        TimedOut = input.GetProperty("timed_out").GetBoolean(),
        OnInconclusive = input.GetProperty("on_inconclusive").GetString() == "hold" ? OnInconclusive.Pause : OnInconclusive.AdvanceIfNoSuspicion,
        Problems = input.GetProperty("data_ok").GetBoolean() ? [] : [DataProblem.CounterAnomaly],
    };
}
