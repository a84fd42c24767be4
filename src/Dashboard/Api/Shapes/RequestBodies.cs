using System.ComponentModel;
using System.Text.Json;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What every command may carry. These types describe bodies; they are read field by field, so that all mistakes are found at once.</summary>
public abstract record AnyCommandBody(
    [property: Description("Why, at most 2,000 characters; recorded.")] string? Reason,
    [property: Description("The version that your view was drawn from. Required by start, promote, resume, extend, approve, reject, break_glass and change_plan; the others do not look at it.")] long? ExpectedVersion,
    [property: Description("Made by you, 1 to 100 printable characters. The same id is applied once.")] string? CommandId);

/// <summary>A command that needs nothing else.</summary>
public sealed record CommandBody(string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Ends this phase now; or, with full, goes straight to everything.</summary>
public sealed record PromoteBody(bool? Full, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Lengthens the hold under way.</summary>
public sealed record ExtendBody([property: Description("A duration such as 5m.")] string By, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Answers an open question, which it names.</summary>
public sealed record AnswerBody(string GateId, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Lets somebody else answer an open question.</summary>
public sealed record HandOverBody(string GateId, [property: Description("Name of the person.")] string To, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Goes on without approvals in an emergency. Somebody else owes a review within 24 hours.</summary>
public sealed record BreakGlassBody(string GateId, [property: Description("Where the emergency is written down.")] string Incident, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Says something at an open question without answering it: what an approver asks back, or the reply.</summary>
public sealed record RemarkBody(string GateId, string Text, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Gives the reason that an order was given without, within 30 minutes.</summary>
public sealed record ExplainBody([property: Description("The id of the owed reason.")] string Of, string Text, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>What somebody else found when they looked at a broken gate, or at an order without its reason.</summary>
public sealed record ReviewBody(
    string Text,
    [property: Description("The id of the gate or of the owed reason; may be left out for the broken gate, and where one review is owed.")] string? Of,
    string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>Other phases for what is ahead.</summary>
public sealed record ChangePlanBody(IReadOnlyList<PhaseBody> Phases, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>What a note is about: an event, or an instant, or with to a range. Left out, it is about the whole deployment.</summary>
public sealed record NoteAnchorBody(long? Event, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>Adds a note to the history. Markdown; markup in it stays text.</summary>
public sealed record NoteBody(
    string Text,
    NoteAnchorBody? About,
    [property: Description("One of the few moments that matter.")] bool? KeyMoment,
    [property: Description("The event of the note that this one takes the place of.")] long? Replaces,
    string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>The same again, as a new deployment.</summary>
public sealed record RetryBody([property: Description("Wait for the place when another deployment holds it.")] bool? Queue, string? Reason, long? ExpectedVersion, string? CommandId) : AnyCommandBody(Reason, ExpectedVersion, CommandId);

/// <summary>A service to declare. Declaring it again with more environments adds them.</summary>
public sealed record ServiceBody(string Name, IReadOnlyList<EnvironmentBody> Environments, string? Reason, string? CommandId);

/// <summary>Who looks after a service. It takes the place of what was said before; what is left out is taken away.</summary>
public sealed record ProfileBody(
    [property: Description("A slug, by which the fleet can be filtered and grouped.")] string? Team,
    [property: Description("People to ask, at most 20.")] IReadOnlyList<string>? Owners,
    [property: Description("A web address of whoever is on call.")] string? OnCall,
    [property: Description("A web address of what to do when it hurts.")] string? Runbook,
    [property: Description("Where its people and its traffic are: a name of the IANA time zone database, such as Europe/Berlin.")] string? TimeZone,
    [property: Description("What it is for, at most 500 characters.")] string? Description,
    string? Reason, string? CommandId);

public sealed record EnvironmentBody(
    string Name, RuntimeBody Runtime, RouterBody? Router,
    [property: Description("Replaces those declared before; left out, they stay.")] IReadOnlyList<OwnMetricBody>? Metrics,
    [property: Description("Who else must agree to an order against the verdict, or without one: true is one other person, false nobody, an object says more. Left out, it stays; at first nobody.")] JsonElement? OverrideApproval);

/// <summary>What runs already where nothing was ever deployed.</summary>
public sealed record InitialBody(
    [property: Description("The number of a release, or a new release as in /api/services/{name}/releases.")] JsonElement Release,
    string? Reason, string? CommandId);

/// <summary>What every instance tells about itself, in Prometheus text.</summary>
public sealed record OwnMetricBody(
    string Name,
    [property: Description("counter_pair, histogram or gauge.")] string Kind,
    [property: Description("Where every instance answers; /metrics unless you say otherwise.")] string? Path,
    [property: Description("Of a counter pair: the series that counts all, such as orders_total or orders_total{kind=\"card\"}.")] string? Total,
    [property: Description("Of a counter pair: the series that counts the bad ones among them.")] string? Bad,
    [property: Description("Of a histogram: its name, without _bucket.")] string? Histogram,
    [property: Description("Of a histogram: s or ms.")] string? Unit,
    [property: Description("Of a gauge: its series.")] string? Value);

public sealed record RuntimeBody(
    [property: Description("process, external or container.")] string Kind, string? WorkingDirectory, string? DrainTimeout,
    [property: Description("Of containers: take no image that is named by a tag alone.")] bool? RequireDigest);

public sealed record RouterBody([property: Description("gateway.")] string? Kind, string? Host, string? PathPrefix);

/// <summary>A new release: exactly one of command, endpoints and image; a command beside an image takes the place of the image's own.</summary>
public abstract record ReleaseBody(
    [property: Description("Program and arguments; {port} stands for the assigned port.")] IReadOnlyList<string>? Command,
    IReadOnlyList<string>? Endpoints,
    string? Image,
    ContainerBody? Container,
    IReadOnlyDictionary<string, string>? Env,
    string? Notes,
    string? CommitSha,
    [property: Description("It changes how data is stored; approvers are told.")] bool? SchemaChange,
    int? Replicas,
    ReadinessBody? Readiness,
    [property: Description("Run once before the first instance of the release is started; when it fails, nothing is started.")] PreDeployBody? PreDeploy,
    [property: Description("Where it comes from; told to people, and of no effect.")] OriginBody? Origin);

/// <summary>Where a release comes from. At least one of them.</summary>
public sealed record OriginBody(
    [property: Description("Who wrote the change, at most 100 characters.")] string? Author,
    DateTimeOffset? BuiltAt,
    [property: Description("Where its changes are listed, an address on the web.")] string? Changes);

/// <summary>What is run before a release is started: a migration, for instance.</summary>
public sealed record PreDeployBody(
    [property: Description("Program and arguments; of an image it takes the place of the image's own command.")] IReadOnlyList<string> Command,
    [property: Description("Besides the release's own.")] IReadOnlyDictionary<string, string>? Env,
    [property: Description("Of a container: name or number.")] string? User,
    [property: Description("Of a container: with all rights on the engine's machine. The installation says whether it may be asked for.")] bool? Privileged,
    [property: Description("After that it is ended and counts as failed: 1s to 24h, 5m unless told.")] string? Timeout);

/// <summary>A new release, given on its own.</summary>
public sealed record AddReleaseBody(
    IReadOnlyList<string>? Command,
    IReadOnlyList<string>? Endpoints,
    string? Image,
    ContainerBody? Container,
    IReadOnlyDictionary<string, string>? Env,
    string? Notes,
    string? CommitSha,
    bool? SchemaChange,
    int? Replicas,
    ReadinessBody? Readiness,
    PreDeployBody? PreDeploy,
    OriginBody? Origin,
    string? Reason,
    string? CommandId) : ReleaseBody(Command, Endpoints, Image, Container, Env, Notes, CommitSha, SchemaChange, Replicas, Readiness, PreDeploy, Origin);

/// <summary>How the image is run.</summary>
public sealed record ContainerBody(
    [property: Description("Where the program in the container listens; 8080 unless you say otherwise. It is published on a free port of the host, which gets the traffic.")] int? Port,
    [property: Description("Name or number, with a group after a colon if need be.")] string? User,
    [property: Description("The most memory, such as 64MiB.")] string? Memory,
    [property: Description("The most processor time, in processors, such as 0.5.")] decimal? Cpus,
    [property: Description("When the image is fetched: missing, always or never.")] string? Pull,
    [property: Description("Ports to publish besides.")] IReadOnlyList<PublishedPortBody>? Ports,
    [property: Description("The memory that an engine short of it leaves the container, such as 32MiB.")] string? MemoryReservation,
    [property: Description("Besides Sluice's own, which begin with sluice. and cannot be given.")] IReadOnlyDictionary<string, string>? Labels,
    IReadOnlyList<MountBody>? Volumes,
    [property: Description("Networks that the engine has, in the place of its usual one.")] IReadOnlyList<string>? Networks,
    [property: Description("Kernel capabilities beyond the usual ones. The installation says which may be asked for.")] IReadOnlyList<string>? CapAdd,
    [property: Description("Kernel capabilities to do without; ALL for all.")] IReadOnlyList<string>? CapDrop,
    IReadOnlyList<LimitBody>? Ulimits,
    [property: Description("Kernel parameters of the container's own namespaces.")] IReadOnlyDictionary<string, string>? Sysctls,
    [property: Description("Asks it to end, such as SIGQUIT; what the image says unless told.")] string? StopSignal,
    [property: Description("How long it is waited for after that, 1s to 10m; 10s unless told.")] string? StopGrace,
    [property: Description("In the place of the image's own entry point, whose command is then left out too.")] IReadOnlyList<string>? Entrypoint);

/// <summary>Files that a container has from elsewhere.</summary>
public sealed record MountBody(
    [property: Description("An absolute path in the container.")] string Target,
    [property: Description("volume (unless told), bind or tmpfs.")] string? Type,
    [property: Description("A volume's name, or a path of the engine's machine below a folder that the installation allows.")] string? Source,
    bool? ReadOnly);

/// <summary>A limit of the kernel, such as nofile.</summary>
public sealed record LimitBody(string Name, long Soft, [property: Description("As soft unless told.")] long? Hard);

public sealed record PublishedPortBody(int Container, [property: Description("A fixed port of the host; left out, a free one.")] int? Host);

/// <summary>How an instance is asked whether it is ready: one of http, tcp, grpc and command; tcp unless told.</summary>
public sealed record ReadinessBody(
    [property: Description("A path that must answer 2xx or 3xx.")] string? Http,
    bool? Tcp,
    [property: Description("How long an instance may take to get ready; 30s unless told.")] string? Timeout,
    [property: Description("The service that gRPC's health service is asked about; empty for the whole server.")] string? Grpc,
    [property: Description("A command that is run in the container, or beside the process: 0 is ready, 2 degraded, anything else not ready. Not with endpoints.")] IReadOnlyList<string>? Command,
    [property: Description("From one question to the next, 1s to 10m; about 1s unless told.")] string? Interval,
    [property: Description("How long one question may take, 100ms to 1m; 1s unless told.")] string? ProbeTimeout,
    [property: Description("Failing answers in a row that make a ready instance unready, 1 to 100; 1 unless told.")] int? Retries,
    [property: Description("Failing answers count only after so long from the start, and then so many retries end it early.")] string? StartPeriod);

/// <summary>A deployment to create.</summary>
public sealed record DeploymentBody(
    string Service,
    [property: Description("May be left out when the service has exactly one.")] string? Environment,
    [property: Description("The number of a release, or a new release inline.")] JsonElement Release,
    [property: Description("canary (unless told), blue_green, ab, mirror, rolling, recreate, or a custom one of GET /api/strategies. A canary among the requests that plan.match picks out is ab. shadow is another name for mirror.")] string? Strategy,
    [property: Description("With a custom strategy, which writes the plan: promotion_gate, standby, sticky and match at most.")] PlanBody? Plan,
    [property: Description("Of a custom strategy: values by the names of its parameters, as GET /api/strategies lists them. What is left out has its default.")] IReadOnlyDictionary<string, JsonElement>? Parameters,
    ThresholdsBody? Thresholds,
    AnalysisBody? Analysis,
    RollbackBody? Rollback,
    [property: Description("False makes a draft, which holds no place.")] bool? AutoStart,
    bool? Queue,
    bool? DryRun,
    [property: Description("When it starts by itself, or takes its turn: a time within the next 90 days. Left out: as soon as it may.")] DateTimeOffset? StartAt,
    [property: Description("Replace instances even where the release runs the same as what is live, which otherwise ends at once and changes nothing.")] bool? ForceRecreate,
    [property: Description("Do not ask instances how they are: one that runs for 5 seconds counts as ready, now and while the release serves.")] bool? SkipHealth,
    [property: Description("The plan of the service's team that this body began with, recorded beside it. Everything else of the body holds as it is.")] TemplateUseBody? Template,
    string? Reason,
    string? CommandId);

public sealed record TemplateUseBody(string Name, [property: Description("The one in force.")] int Version);

public sealed record PlanBody(
    [property: Description("linear, stepped or phases; switch with blue_green, mirror with mirror, batches with rolling, recreate with recreate.")] string? Kind,
    int? Steps,
    [property: Description("Percent per step.")] decimal? StepWeight,
    [property: Description("Of every phase that does not say its own; of a switch, with blue_green and mirror, the soak; of a batch how long it must have served before the next, 5s.")] string? Hold,
    string? Pause,
    [property: Description("With mirror the shares are of the requests that are copied, one phase of 100 for 10m unless told; the switch comes after them by itself.")] IReadOnlyList<PhaseBody>? Phases,
    [property: Description("Switch and mirror: true, or who must approve before the cut-over.")] JsonElement? Gate,
    [property: Description("Switch, with blue_green: run once when all instances of the release are ready, before anybody is asked or served; when it fails, the preview is taken back.")] PreviewCheckBody? PreviewCheck,
    [property: Description("How long what was live is kept running after a success, at most 30 days; 2m, after a switch 10m.")] string? Standby,
    [property: Description("Users stay with the release that they got; left out: each request is shared out for itself. Not with blue_green.")] StickyBody? Sticky,
    [property: Description("ab: who takes part, 1 to 16 rules of which one must hold. All others stay with what is live until the promotion, and are neither counted nor compared. Shares of phases are of those who take part.")] IReadOnlyList<MatchBody>? Match,
    [property: Description("Mirror: what is copied.")] MirrorBody? Mirror,
    [property: Description("True, or who must approve before the new release becomes the live one.")] JsonElement? PromotionGate,
    [property: Description("rolling: instances that a batch adds, 1 to 100; 1 unless told.")] int? Parallelism,
    [property: Description("rolling: instances that may be there beyond what the larger of the two releases has; as many as a batch has, with stop_first none.")] int? MaxSurge,
    [property: Description("rolling: instances that may be missing from what the smaller of the two has; none, with stop_first as many as a batch has.")] int? MaxUnavailable,
    [property: Description("rolling: start_first or stop_first; start_first unless a port of the host is taken.")] string? Order);

/// <summary>What is run on the preview. It gets SLUICE_PREVIEW_URL, the address of one instance, and SLUICE_PREVIEW_URLS, those of all with commas between them.</summary>
public sealed record PreviewCheckBody(
    [property: Description("Program and arguments; of an image it takes the place of the image's own command. Exit code 0 goes on.")] IReadOnlyList<string> Command,
    [property: Description("Besides the release's own.")] IReadOnlyDictionary<string, string>? Env,
    [property: Description("After that it is ended and counts as failed: 1s to 24h, 5m unless told.")] string? Timeout);

/// <summary>Which requests are copied to the new release. Its answers are thrown away.</summary>
public sealed record MirrorBody(
    [property: Description("True copies requests with other methods than GET, HEAD and OPTIONS too: the new release really does what they ask, a second time.")] bool? UnsafeMethods,
    [property: Description("Bytes, 0 to 262144; 65536 unless told. A request whose body is longer, or of unknown length, is not copied.")] int? MaxBody);

/// <summary>What tells users apart. A bucket from 0 to 999, made of its value, gets the canary while it is below the share; so nobody leaves the canary while the share grows.</summary>
public sealed record StickyBody(
    [property: Description("header, cookie or own_cookie: one that the gateway sets. A request without the header or cookie is shared out for itself, and counted.")] string By,
    [property: Description("Of the header or cookie; nothing with own_cookie.")] string? Name);

/// <summary>A header or cookie that a request must have. Anybody can send it: it picks users out and protects nothing.</summary>
public sealed record MatchBody(
    [property: Description("header or cookie.")] string By,
    string Name,
    [property: Description("The whole value, with case; without value and prefix any will do.")] string? Value,
    [property: Description("How the value begins, with case.")] string? Prefix);

public sealed record PhaseBody(
    [property: Description("Percent.")] decimal Share,
    string? Hold,
    [property: Description("A duration, or indefinite.")] string? PauseAfter,
    [property: Description("True, or who must approve before this phase starts.")] JsonElement? Gate,
    string? Budget);

/// <summary>Who must agree, and what happens when they do not.</summary>
public sealed record ApprovalBody(
    [property: Description("People who must approve, 0 to 20; 1 unless told.")] int? Quorum,
    [property: Description("Only their members have a say; left out: everyone who may approve here.")] IReadOnlyList<string>? Groups,
    [property: Description("Who asked, made the deployment or changed its plan has no say; true unless told.")] bool? FourEyes,
    [property: Description("Who registered the release has no say.")] bool? ExcludeAuthor,
    string? ExpiresAfter,
    [property: Description("hold or roll_back.")] string? OnExpiry,
    [property: Description("roll_back or hold.")] string? OnReject,
    [property: Description("Markdown for approvers.")] string? Instructions);

public sealed record ThresholdsBody(
    double? ErrorRate,
    string? LatencyP50,
    string? LatencyP95,
    string? LatencyP99,
    double? ThroughputMin,
    IReadOnlyList<CustomThresholdBody>? Custom);

public sealed record CustomThresholdBody(string Metric, double? Min, double? Max);

public sealed record AnalysisBody(
    bool? Enabled,
    [property: Description("evidence, point or mann_whitney. Only evidence has error control.")] string? Mode,
    string? Interval,
    int? SuccessfulRuns,
    int? FailedRuns,
    string? Lookback,
    int? MinRequests,
    [property: Description("1 minus the accepted chance of a false alarm over the whole deployment.")] double? ConfidenceLevel,
    [property: Description("Accepted chance that what is worse than the margin passes a phase.")] double? MissedRegressionProbability,
    [property: Description("Seen and not judged, after the canary first has traffic.")] string? Warmup,
    [property: Description("Requests per independent one at the least, 1 or more; measured where stable has two instances or more.")] double? DesignEffect,
    IReadOnlyList<MetricBody>? Metrics,
    [property: Description("With mann_whitney.")] RankBody? Ranks,
    [property: Description("pause, roll_back or advance_if_no_suspicion.")] string? OnInconclusive,
    [property: Description("With point: failing runs of a check that are allowed; the next one rolls back. In the place of failed_runs.")] int? FailureLimit,
    [property: Description("With point: runs of a check without enough data that are allowed; with the next one the phase is undecided.")] int? InconclusiveLimit,
    [property: Description("With point: runs in a row that the source may fail to answer; with the next one the phase is undecided.")] int? ConsecutiveErrorLimit,
    [property: Description("With point: passing runs in a row that every check needs once. In the place of successful_runs.")] int? ConsecutiveSuccessLimit,
    [property: Description("With point: runs with a result that every check needs. In the place of successful_runs.")] int? Count,
    [property: Description("With point: from the moment a phase has its share to its first run.")] string? InitialDelay,
    [property: Description("With point: metrics and triggers (on_error_rate, on_latency_increase) that are judged and shown, and count for nothing.")] IReadOnlyList<string>? DryRun);

/// <summary>How one metric of the canary is compared with stable; what is left out is as usual.</summary>
public sealed record MetricBody(
    [property: Description("error_rate, latency_p50, latency_p90, latency_p95, latency_p99, open_requests, or one that the environment defines.")] string Metric,
    [property: Description("guard returns traffic, signal holds, information is shown. Required for a metric that the environment defines.")] string? Role,
    [property: Description("Must be cleared before a phase may end.")] bool? Required,
    bool? Critical,
    [property: Description("Of the error rate and of counter pairs: the largest worsening that nobody wants a return for.")] MarginBody? Tolerance,
    [property: Description("Of the error rate and of counter pairs: the worsening that must be ruled out.")] MarginBody? Margin,
    [property: Description("Of a latency or a histogram: growth that nobody wants a return for, a fraction.")] double? ToleratedGrowth,
    [property: Description("Of a latency or a histogram: growth that must be ruled out, a fraction.")] double? GrowthToRuleOut,
    [property: Description("lower_is_better (usual), higher_is_better (gauges and counter pairs) or either (gauges).")] string? Direction,
    [property: Description("Of a gauge: the relative change that is accepted, a fraction; 0.1 unless you say otherwise.")] double? ToleratedChange,
    [property: Description("Of a histogram: which quantile is compared; 0.99 unless you say otherwise.")] double? Quantile);

/// <summary>How canaries are scored by rank tests.</summary>
public sealed record RankBody(
    IReadOnlyList<RankMetricBody>? Metrics,
    [property: Description("Groups that are not named share what is left of 100.")] IReadOnlyList<WeightBody>? Weights,
    double? Pass,
    double? Marginal);

public sealed record WeightBody(string Group, double Percent);

public sealed record RankMetricBody(
    string Metric,
    [property: Description("increase, decrease or either: which way is bad.")] string? Direction,
    double? Tolerance,
    double? Confidence,
    [property: Description("mean_ratio or common_language.")] string? Effect,
    double? AllowedIncrease,
    double? AllowedDecrease,
    double? CriticalIncrease,
    double? CriticalDecrease,
    [property: Description("leave_out or count_as_zero.")] string? Missing,
    double? OutlierFactor,
    bool? Critical,
    bool? MustHaveData,
    IReadOnlyList<string>? Groups);

/// <summary>Ratio times the stable rate, plus offset.</summary>
public sealed record MarginBody(double? Ratio, double? Offset);

public sealed record RollbackBody(
    bool? Enabled,
    bool? Automatic,
    double? OnErrorRate,
    double? OnLatencyIncrease,
    IReadOnlyList<string>? OnMetricFailure,
    bool? ManualApproval,
    [property: Description("Who answers the rollback question.")] ApprovalBody? Approval,
    [property: Description("hold or shed.")] string? WhileWaiting);
