using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>A deployment as typed: texts, right or wrong. Kept as a draft in the browser.</summary>
public sealed class DeploymentForm
{
    public const string NewRelease = "new";

    public string Environment { get; set; } = "";

    /// <summary>A number, or <see cref="NewRelease"/>.</summary>
    public string Release { get; set; } = "";

    public ReleaseForm Fresh { get; set; } = new();

    public string Strategy { get; set; } = Words.Of(DeploymentStrategy.Canary);

    /// <summary>Of a custom strategy: the built-in one whose plans it writes; empty for a built-in one.</summary>
    public string BuildsOn { get; set; } = "";

    /// <summary>Of a custom strategy.</summary>
    public List<ParameterForm> Parameters { get; set; } = [];

    [JsonIgnore]
    public bool IsCustom => BuildsOn.Length > 0;

    /// <summary>The strategy whose rules hold: the built-in one.</summary>
    [JsonIgnore]
    public string Basis => IsCustom ? BuildsOn : Strategy;

    /// <summary>Users can be told apart.</summary>
    [JsonIgnore]
    public bool HasUsers => Basis == Words.Of(DeploymentStrategy.Canary) || IsAb;

    [JsonIgnore]
    public bool IsSwitch => Strategy == Words.Of(DeploymentStrategy.BlueGreen);

    [JsonIgnore]
    public bool IsAb => Basis == Words.Of(DeploymentStrategy.Ab);

    [JsonIgnore]
    public bool IsRolling => Strategy == Words.Of(DeploymentStrategy.Rolling);

    /// <summary>Instances take each other's place.</summary>
    [JsonIgnore]
    public bool IsInPlace => IsRolling || Strategy == Words.Of(DeploymentStrategy.Recreate);

    /// <summary>Of a rolling update, as the next three.</summary>
    public string Parallelism { get; set; } = "";

    public string MaxSurge { get; set; } = "";

    public string MaxUnavailable { get; set; } = "";

    /// <summary><c>start_first</c>, <c>stop_first</c>, or empty for what the release needs.</summary>
    public string Order { get; set; } = "";

    [JsonIgnore]
    public bool IsMirror => Strategy == Words.Of(DeploymentStrategy.Mirror);

    /// <summary>Shares of the requests that are copied before the switch.</summary>
    public List<PhaseForm> MirrorPhases { get; set; } = [new() { Share = "100", Hold = "10m" }];

    /// <summary>Requests that change something are copied as well.</summary>
    public bool MirrorUnsafe { get; set; }

    /// <summary>Bytes of a body that is copied at most.</summary>
    public string MirrorBody { get; set; } = "";

    /// <summary>What keeps users with their release: <c>header</c>, <c>cookie</c>, <c>own_cookie</c>, or empty for nothing.</summary>
    public string StickyBy { get; set; } = "";

    public string StickyName { get; set; } = "";

    /// <summary>Who takes part in an A/B deployment.</summary>
    public List<MatchForm> Matches { get; set; } = [new()];

    /// <summary>Of a canary: <c>stepped</c>, <c>linear</c> or <c>phases</c>.</summary>
    public string Kind { get; set; } = "stepped";

    public string Steps { get; set; } = "";

    public string Hold { get; set; } = "";

    public string Pause { get; set; } = "";

    /// <summary>How long what was live is kept after a switch.</summary>
    public string Standby { get; set; } = "";

    /// <summary>Who must approve before the switch, as the API takes it; empty: one other person; null: nobody.</summary>
    public JsonObject? SwitchGate { get; set; }

    /// <summary>What is run on the preview before a switch; empty for nothing.</summary>
    public PreDeployForm PreviewCheck { get; set; } = new();

    public List<PhaseForm> Phases { get; set; } = [new() { Share = "10", Hold = "5m" }, new() { Share = "50", Hold = "5m" }, new() { Share = "100", Hold = "5m" }];

    public string ErrorRate { get; set; } = "0.02";

    public string LatencyP50 { get; set; } = "";

    public string LatencyP95 { get; set; } = "";

    public string LatencyP99 { get; set; } = "";

    public string ThroughputMin { get; set; } = "";

    public List<LimitForm> Limits { get; set; } = [];

    public bool Judged { get; set; } = true;

    /// <summary><c>evidence</c>, <c>point</c> or <c>mann_whitney</c>.</summary>
    public string Mode { get; set; } = Words.Of(AnalysisSettings.Usual.Mode);

    [JsonIgnore]
    public bool IsEvidence => Mode == Words.Of(AnalysisMode.Evidence);

    [JsonIgnore]
    public bool IsRanked => Mode == Words.Of(AnalysisMode.MannWhitney);

    /// <summary>Of rank tests, as the API takes them; null for the usual ones.</summary>
    public JsonObject? Ranks { get; set; }

    [JsonIgnore]
    public bool IsPoint => Mode == Words.Of(AnalysisMode.Point);

    public CounterForm Counters { get; set; } = new();

    public string MissedRegressionProbability { get; set; } = "";

    public string Warmup { get; set; } = "";

    public string DesignEffect { get; set; } = "";

    /// <summary>What differs from the usual comparisons.</summary>
    public List<MetricForm> Metrics { get; set; } = [];

    public string Interval { get; set; } = "";

    public string Lookback { get; set; } = "";

    public string SuccessfulRuns { get; set; } = "";

    public string FailedRuns { get; set; } = "";

    public string MinRequests { get; set; } = "";

    public string ConfidenceLevel { get; set; } = "";

    public string OnInconclusive { get; set; } = "pause";

    public bool RollbackEnabled { get; set; } = true;

    public bool ManualApproval { get; set; }

    /// <summary>Who answers a rollback question, as the API takes it; null: anyone who may.</summary>
    public JsonObject? RollbackApproval { get; set; }

    /// <summary>Who must approve before the release becomes the live one, as the API takes it; empty: one other person; null: nobody.</summary>
    public JsonObject? PromotionGate { get; set; }

    public string WhileWaiting { get; set; } = "hold";

    public string OnErrorRate { get; set; } = "";

    public string OnLatencyIncrease { get; set; } = "";

    public List<string> OnMetricFailure { get; set; } = [];

    public bool ForceRecreate { get; set; }

    public bool SkipHealth { get; set; }

    /// <summary>In UTC; empty for as soon as it may.</summary>
    public string StartAt { get; set; } = "";

    /// <summary>The plan of the service's team that it began with; null for none.</summary>
    public PlanUse? Template { get; set; }

    /// <summary>The body of <c>POST /api/deployments</c>.</summary>
    public JsonObject ToJson(ServiceName service, RuntimeKind kind) => FormJson.Object(
        ("service", JsonValue.Create(service.Value)),
        ("environment", FormJson.Text(Environment)),
        ("release", Release == NewRelease ? Fresh.ToJson(kind) : FormJson.Number(Release)),
        ("force_recreate", ForceRecreate ? JsonValue.Create(true) : null),
        ("skip_health", SkipHealth ? JsonValue.Create(true) : null),
        ("start_at", FormJson.Instant(StartAt)),
        ("template", Template is { } begun ? FormJson.Object(("name", JsonValue.Create(begun.Name)), ("version", JsonValue.Create(begun.Version))) : null),
        ("strategy", Strategy == Words.Of(DeploymentStrategy.Canary) ? null : JsonValue.Create(Strategy)),
        ("parameters", IsCustom ? ParametersJson() : null),
        ("plan", IsCustom ? AdditionsJson() : IsSwitch || IsMirror ? SwitchJson() : IsInPlace ? InPlaceJson() : PlanJson()),
        ("thresholds", FormJson.Object(
            ("error_rate", FormJson.Number(ErrorRate)),
            ("latency_p50", FormJson.Text(LatencyP50)),
            ("latency_p95", FormJson.Text(LatencyP95)),
            ("latency_p99", FormJson.Text(LatencyP99)),
            ("throughput_min", FormJson.Number(ThroughputMin)),
            ("custom", Limits.Count > 0 ? new JsonArray([.. Limits.Select(limit => (JsonNode?)limit.ToJson())]) : null))),
        ("analysis", FormJson.Object([
            ("enabled", Judged ? null : JsonValue.Create(false)),
            ("mode", FormJson.Text(Mode)),
            ("interval", FormJson.Text(Interval)),
            ("lookback", FormJson.Text(Lookback)),
            ("successful_runs", FormJson.Number(SuccessfulRuns)),
            ("failed_runs", FormJson.Number(FailedRuns)),
            ("min_requests", FormJson.Number(MinRequests)),
            ("confidence_level", FormJson.Number(ConfidenceLevel)),
            ("missed_regression_probability", IsEvidence ? FormJson.Number(MissedRegressionProbability) : null),
            ("warmup", IsEvidence ? FormJson.Text(Warmup) : null),
            ("design_effect", IsEvidence ? FormJson.Number(DesignEffect) : null),
            ("metrics", IsEvidence && Metrics.Count > 0 ? new JsonArray([.. Metrics.Select(metric => (JsonNode?)metric.ToJson())]) : null),
            ("ranks", IsRanked ? Ranks?.DeepClone() : null),
            ("on_inconclusive", OnInconclusive == UsualOnInconclusive(Basis) ? null : JsonValue.Create(OnInconclusive)),
            .. IsPoint ? Counters.Fields() : []])),
        ("rollback", FormJson.Object(
            ("enabled", RollbackEnabled ? null : JsonValue.Create(false)),
            ("manual_approval", ManualApproval ? JsonValue.Create(true) : null),
            ("approval", ManualApproval ? RollbackApproval?.DeepClone() : null),
            ("while_waiting", ManualApproval ? JsonValue.Create(WhileWaiting) : null),
            ("on_error_rate", FormJson.Number(OnErrorRate)),
            ("on_latency_increase", FormJson.Number(OnLatencyIncrease)),
            ("on_metric_failure", OnMetricFailure.Count > 0 ? FormJson.Array(OnMetricFailure) : null))));

    private JsonObject PlanJson() => FormJson.Object(
        ("kind", JsonValue.Create(Kind)),
        ("steps", Kind == "linear" ? FormJson.Number(Steps) : null),
        ("hold", Kind == "phases" ? null : FormJson.Text(Hold)),
        ("pause", Kind == "phases" ? null : FormJson.Text(Pause)),
        ("phases", Kind == "phases" ? new JsonArray([.. Phases.Select(phase => (JsonNode?)phase.ToJson())]) : null),
        ("match", MatchJson()),
        ("sticky", StickyJson()),
        ("promotion_gate", GateJson(PromotionGate)));

    /// <summary>What may stand beside the plan that a custom strategy writes.</summary>
    private JsonObject AdditionsJson() => FormJson.Object(
        ("match", MatchJson()),
        ("sticky", HasUsers ? StickyJson() : null),
        ("standby", FormJson.Text(Standby)),
        ("promotion_gate", GateJson(PromotionGate)));

    private JsonObject ParametersJson()
    {
        var json = new JsonObject();
        foreach (var (name, value) in Parameters.Select(parameter => (parameter.Name, parameter.ToJson())).Where(given => given.Item2 is not null))
        {
            json[name] = value;
        }

        return json;
    }

    private JsonArray? MatchJson() => IsAb && Matches.Count > 0 ? new JsonArray([.. Matches.Select(match => (JsonNode?)match.ToJson())]) : null;

    private JsonObject? StickyJson() =>
        StickyBy.Length == 0 ? null : FormJson.Object(("by", JsonValue.Create(StickyBy)), ("name", StickyBy == Words.Of(UserKey.OwnCookie) ? null : FormJson.Text(StickyName)));

    private JsonObject SwitchJson() => FormJson.Object(
        ("kind", JsonValue.Create(IsMirror ? "mirror" : "switch")),
        ("phases", IsMirror ? new JsonArray([.. MirrorPhases.Select(phase => (JsonNode?)phase.ToJson())]) : null),
        ("mirror", IsMirror ? MirrorJson() : null),
        ("hold", FormJson.Text(Hold)),
        ("standby", FormJson.Text(Standby)),
        ("preview_check", IsMirror ? null : PreviewCheck.ToJson(isContainer: false)),
        ("gate", GateJson(SwitchGate)),
        ("promotion_gate", GateJson(PromotionGate)));

    private JsonObject InPlaceJson() => FormJson.Object(
        ("hold", FormJson.Text(Hold)),
        ("pause", IsRolling ? FormJson.Text(Pause) : null),
        ("parallelism", IsRolling ? FormJson.Number(Parallelism) : null),
        ("max_surge", IsRolling ? FormJson.Number(MaxSurge) : null),
        ("max_unavailable", IsRolling ? FormJson.Number(MaxUnavailable) : null),
        ("order", IsRolling ? FormJson.Text(Order) : null),
        ("promotion_gate", GateJson(PromotionGate)));

    /// <summary>Another strategy; what comes of a phase without a decision follows it, unless somebody chose it.</summary>
    public void Choose(DeploymentStrategy strategy)
    {
        var (before, after) = (UsualOnInconclusive(Basis), UsualOnInconclusive(Words.Of(strategy)));
        OnInconclusive = OnInconclusive == before ? after : OnInconclusive;
        (Strategy, BuildsOn, Parameters) = (Words.Of(strategy), "", []);
    }

    public void Choose(CustomStrategy strategy)
    {
        Choose(strategy.BuildsOn);

        // Who meets the release, and how long the old one stays, is its to say: nothing is asked for beside it unless somebody adds it.
        (Strategy, BuildsOn, Parameters, Matches, Standby) = (strategy.Name, Words.Of(strategy.BuildsOn), [.. strategy.Parameters.Select(ParameterForm.Of)], [], "");
    }

    private static string UsualOnInconclusive(string strategy) =>
        Words.Of(StrategyPlans.Analysis(Enum.GetValues<DeploymentStrategy>().First(one => Words.Of(one) == strategy), AnalysisSettings.Usual).OnInconclusive);

    private JsonObject? MirrorJson() =>
        FormJson.Object(("unsafe_methods", MirrorUnsafe ? JsonValue.Create(true) : null), ("max_body", FormJson.Number(MirrorBody))) is { Count: > 0 } given ? given : null;

    private static JsonNode? GateJson(JsonObject? gate) => gate is { Count: 0 } ? JsonValue.Create(true) : gate?.DeepClone();
}
