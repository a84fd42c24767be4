using Sluice.Domain.Analysis;
using Sluice.Domain.Applications;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Applications.ApplicationEvent;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Freezes.FreezeEvent;
using static Sluice.Domain.Incidents.IncidentEvent;
using static Sluice.Domain.PlanTemplates.PlanEvent;
using static Sluice.Domain.Services.ServiceEvent;
using static Sluice.Domain.Settings.SettingsEvent;

namespace Sluice.Domain.Tests.StoredEvents;

/// <summary>One full example of every event. Each has a file beside it, as an earlier version stored it.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 5, 9, 30, 15, 250, TimeSpan.Zero);
    private static readonly EnvironmentName s_production = new("production");
    private static readonly PlanKey s_careful = new("payments", "careful");
    private static readonly DeploymentId s_second = new("checkout-2");
    private static readonly DeploymentId s_third = new("checkout-3");

    private static readonly Verdict s_verdict = new(
        VerdictKind.Hold, VerdictReason.ConfirmingFailure, FailedRuns: 1, PassedRuns: 0,
        [
            new("error_rate", "error_rate", CheckRole.Threshold, CheckOutcome.Fail, 0.01, AtLeast: false, 0.001, 0.05, 9000, 1000),
            new("throughput", "throughput", CheckRole.Threshold, CheckOutcome.Pass, 5, AtLeast: true, 150, 16.66667, 9000, 1000),
            new("on_latency_increase", "latency_increase", CheckRole.Trigger, CheckOutcome.NotEnoughData, 0.2, AtLeast: false, null, null, 9000, 1000),
        ],
        new ArmSummary(9000, 9, 12.5, 80.25, 120), new ArmSummary(1000, 50, 14, 90, null), "The error rate is too high.", "9f86d081884c7d65");

    private static readonly EnvironmentSpec s_environment =
        new(s_production, new RuntimeSpec(RuntimeKind.Process, "/srv/shop", TimeSpan.FromSeconds(45)), new RouterSpec(RouterKind.Gateway, "shop.test", "/checkout"));

    private static readonly DeploymentSpec s_spec = new(
        s_second, 2, new("checkout"), s_production, DeploymentKind.Deployment, FromRelease: 1, ToRelease: 2,
        new(PlanKind.Phases,
            [
                new(Share.FromPercent(0.1m), TimeSpan.FromMinutes(5)) { Gap = PhaseGap.Timed(TimeSpan.FromSeconds(90)), Budget = TimeSpan.FromHours(1) },
                new(Share.FromPercent(50), TimeSpan.Zero) { Gap = PhaseGap.Person, NeedsApproval = true },
                new(Share.All, TimeSpan.FromHours(1.5)),
            ]),
        new() { ErrorRate = 0.01, LatencyP50 = TimeSpan.FromMilliseconds(50), LatencyP95 = TimeSpan.FromMilliseconds(250), LatencyP99 = TimeSpan.FromMilliseconds(500), ThroughputMin = 5, Custom = [new("open_requests", null, 100)] },
        new() { Interval = TimeSpan.FromSeconds(5), SuccessfulRuns = 2, FailedRuns = 4, Lookback = TimeSpan.FromMinutes(2), MinRequests = 20, ConfidenceLevel = 0.99, OnInconclusive = OnInconclusive.AdvanceIfNoSuspicion },
        new() { Automatic = false, OnErrorRate = 0.05, OnLatencyIncrease = 0.2, OnMetricFailure = ["throughput"], ManualApproval = true, WhileWaiting = WhileWaiting.Shed },
        DryRun: true, RetryOf: new("checkout-1"), Supersedes: new("checkout-0"));

    private static readonly ReleaseSpec s_release = new()
    {
        Command = ["./shop", "--port", "{port}"],
        Env = [new("MODE", "live"), new("EMPTY", "")],
        Notes = "Faster checkout\nand a \"quote\"",
        CommitSha = "0123abc",
        Replicas = 2,
        Readiness = new("/health", TimeSpan.FromSeconds(20)),
    };

    public static IReadOnlyList<DomainEvent> All { get; } =
    [
        .. new DomainEvent[]
        {
            new ServiceDeclared(new("checkout"), [s_environment]),
            new EnvironmentDeclared(new(new("edge"), new(RuntimeKind.External), new(RouterKind.Gateway, Host: null, "/"))),
            new MetricsDeclared(s_production,
            [
                new("orders", MetricKind.CounterPair) { Total = "orders_total{kind=\"card\"}", Bad = "orders_failed_total" },
                new("packing", MetricKind.Histogram) { Path = "/stats", Histogram = "packing_seconds", Unit = TimeUnit.S },
                new("queue", MetricKind.Gauge) { Value = "queue_length" },
            ]),
            new OverrideApprovalDeclared(s_production, new() { Groups = ["sre"], ExpiresAfter = TimeSpan.FromMinutes(30), OnReject = GateEnd.Hold }),
            new ProfileChanged(new()
            {
                Team = "payments",
                Owners = ["Mia", "Ben"],
                OnCall = "https://pager.example/checkout",
                Runbook = "https://wiki.example/checkout",
                Description = "Takes the money.",
            }),
            new ReleaseAdded(2, s_release),
            new ImageFetched(2, "registry.example/shop:2", "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"),
            new ImageGone("registry.example/shop:1", [1, 3]),
            new ImageResolved(2, "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b", "sha256:d4735e3a265e16eee03f59718b9b5d03019c07d8b6c51f90da3a666eec13ab35"),
            new DeploymentNumbered(2, s_second, s_production),
            new PlaceQueued(s_production, s_third),
            new PlaceScheduled(s_production, s_third, s_at.AddHours(12)),
            new PlaceTaken(s_production, s_second),
            new PlaceFreed(s_production, s_second),
            new ReleaseWentLive(s_production, 2, s_second, Standby: 1, s_at.AddMinutes(2)),
            new DeploymentSuperseded(s_second, s_third),
            new FreezeDeclared(new(new("f7"), "Weekends", s_at, s_at.AddDays(90))
            {
                Service = new("checkout"),
                Environment = s_production,
                Weekly = new(DayOfWeek.Friday, new(16, 0), DayOfWeek.Monday, new(7, 30), "Europe/Berlin"),
            }),
            new FreezeLifted(new("f7")),
            new EnginePaused(),
            new EngineResumed(),
            new RolloutStarted(new("shop"), 2, s_production,
            [
                new("db", new("shop-db"), 3, [], new() { Parallelism = 2, Order = UpdateOrder.StopFirst, Monitor = TimeSpan.FromSeconds(5), Delay = TimeSpan.FromSeconds(10), SkipHealth = true }),
                new("web", new("shop-web"), 1, [new(new("shop-db"), DependencyCondition.ServiceHealthy)], new()),
            ]),
            new RolloutStepStarted(new("shop"), 2, new("shop-db"), new("shop-db-4")),
            new RolloutStepDone(new("shop"), 2, new("shop-db")),
            new RolloutStepFailed(new("shop"), 2, new("shop-web"), "shop-web-1 ended failed: no such image."),
            new RolloutHeld(new("shop"), 2, "shop-web waits for what failed."),
            new RolloutWentOn(new("shop"), 2),
            new RolloutEnded(new("shop"), 2, RolloutStatus.Superseded, "Rollout 3 took its place."),
            new BannerPosted("The till is counted at noon.", "The till is counted."),
            new BannerRemoved("The till is counted at noon."),
            new DefaultThemeChosen(ThemeChoice.Dark, ThemeChoice.System),
            new TeamViewShared(new("payments", "Till") { State = "held", Text = "target:production", Group = "team" }, new("payments", "Till") { Text = "till" }),
            new TeamViewWithdrawn(new("payments", "Till") { State = "held" }),
            new PlanVersionProposed(s_careful, 3, """{"plan":{"kind":"linear","steps":4}}""", "Smaller steps.", 2),
            new PlanVersionApproved(s_careful, 3, 1),
            new PlanVersionRejected(s_careful, 3),
            new PlanVersionWithdrawn(s_careful, 3),
            new DefaultPlanChosen(s_careful, "bold"),
            new DefaultPlanDropped(s_careful),
            new PlanTemplateRetired(s_careful, 3, WasDefault: true),
            new IncidentOpened(new("i3"), "Checkout answers with errors", IncidentSeverity.Major, [s_second, s_third]),
            new IncidentChanged(new("i3")) { Summary = "The pool was too small.", Participants = ["maria", "ben"], Severity = IncidentSeverity.Critical },
            new ActionItemSet(new("i3"), new(2, "Make the pool larger", "ben", new(2026, 4, 1), IsDone: false)),
            new IncidentClosed(new("i3")),
            new IncidentReopened(new("i3")),
            new DeploymentCreated(s_spec),
            new DeploymentQueued(s_second),
            new DeploymentStarted(),
            new StableCaptured(new(1, ["r1-0", "r1-1"])),
            new SnapshotTaken(
                SnapshotMoment.Before,
                new(
                    [
                        new(1)
                        {
                            Image = "shop:1",
                            ImageId = "0123",
                            Digest = "sha256:0123",
                            Program = "/srv/shop/shop",
                            Command = ["./shop", "{port}"],
                            Directory = "/srv/shop",
                            User = "1000",
                            Memory = 1 << 26,
                            MemoryReservation = 1 << 25,
                            Cpus = 0.5m,
                            Variables = [new("MODE", "8f3a11c2d4e5")],
                            Labels = [new("team", "payments")],
                            Mounts = [new("/data", "volume", "shop-data", ReadOnly: true)],
                            LeftOut = 3,
                        },
                    ],
                    [new("r1-0", 0, "ready", s_at) { Address = "http://127.0.0.1:40123", Container = "0123456789ab", Pid = 4711, Ports = ["127.0.0.1:40123 → 8080/tcp"], IsLeaving = true }])
                {
                    Live = 1,
                    Key = "01ab23cd",
                    LeftOut = 2,
                    Problem = "The engine says something that is not understood.",
                }),
            new HookStarted(1),
            new HookEnded(1, HookOutcome.Failed) { ExitCode = 3, Problem = "The pre-deploy command exited with code 3.", LastLines = ["migrating", "no such table"] },
            new HookAccepted(2),
            new CanaryReady(2),
            new PhaseEntered(1, Share.FromPercent(12.5m)),
            new SplitSet(new(Share.FromPercent(12.5m)), Verified: true, s_at.AddMinutes(5), s_at.AddMinutes(20)),
            new SplitLost("The gateway does not answer."),
            new VerdictChanged(1, s_verdict),
            new EvidenceRecorded(1, s_verdict with { Kind = VerdictKind.Advance, Reason = VerdictReason.ChecksPassed }),
            new WaitingBegan(1, s_at.AddMinutes(2)),
            new PhaseCompleted(1),
            new PhasesSkipped(2, 4),
            new HoldExtended(TimeSpan.FromMinutes(15), s_at.AddMinutes(15), s_at.AddHours(1)),
            new DeploymentPaused(PauseReason.Inconclusive, "Not enough data."),
            new DeploymentResumed(s_at.AddMinutes(3), s_at.AddMinutes(18)),
            new GateOpened(new("g1", GateKind.RollbackQuestion, "Return all traffic to stable?", 1, ["error_rate"], s_at), Shed: true),
            new GateAnswered("g1", Approved: true, s_at.AddMinutes(3), BudgetEndsAt: null),
            new ApprovalGiven("g1"),
            new CarryOnGiven("g1"),
            new ApprovalsVoided("g1", "The plan was changed.", ["maria", "ben"]),
            new GateLapsed("g1", GateLapse.Expired),
            new GateReminded("g1"),
            new GateDelegated("g1", "olga"),
            new GateInquired("g1", "Is the migration done?"),
            new GateReplied("g1", "Since noon."),
            new ReasonOwed("r1", DeploymentAction.Abort, s_at.AddMinutes(30), s_at.AddDays(1)),
            new ReasonSettled("r1", "It was on fire."),
            new GateBroken("g1", "https://incidents.example/17", s_at.AddDays(1)),
            new BrokenGateReviewed("g1", "It was right."),
            new PlanChanged([new(Share.All, TimeSpan.FromMinutes(5)) { NeedsApproval = true, Approval = new() { Quorum = 2, Groups = ["leads"], ExpiresAfter = TimeSpan.FromHours(4) } }]),
            new PromotionStarted(Full: true),
            new ReturnStarted(EndsAs.RolledBack, "Too many errors.", "hold", s_at.AddMinutes(3)),
            new DeploymentSucceeded(NoOp: true),
            new DeploymentRolledBack(),
            new DeploymentAborted("Wrong build."),
            new DeploymentCancelled("Not today."),
            new DeploymentFailed("apply", "The port is in use.", RollbackOutcome.Succeeded),
            new NoteAdded("Looks fine to me."),
        }.Select(WithOrigin),
    ];

    /// <summary>What was added to an event later, under a name of its own: the file of the event stays as it was.</summary>
    public static IReadOnlyDictionary<string, DomainEvent> Variants { get; } = new Dictionary<string, DomainEvent>(StringComparer.Ordinal)
    {
        ["DeploymentCreated.begun"] = WithOrigin(new DeploymentCreated(s_spec with { Template = new("payments", "careful", 3) })),
        ["DeploymentCreated.dry_run"] = WithOrigin(new DeploymentCreated(s_spec with { Findings = [new(FindingLevel.Warning, "analysis", "It would go back.")] })),
        ["DeploymentCreated.written"] = WithOrigin(new DeploymentCreated(s_spec with { Custom = new("doubling", "1.2.0", [new("first", "5"), new("hold", "5m")]) })),
        ["DeploymentPaused.in_a_role"] = new DeploymentPaused(PauseReason.Person, "Lunch.") { Origin = new(s_at, Actor.Person("maria"), "because", "c-1") { Order = new("pause", "ui", Seen: 6, Version: 7) { Role = "operator" } } },
        ["PlaceFreed.unfinished"] = WithOrigin(new PlaceFreed(s_production, s_second) { Unfinished = new(2, new(4, 1, 0), 4) { SkipHealth = true } }),
        ["ProfileChanged.zoned"] = WithOrigin(new ProfileChanged(new() { Team = "payments", TimeZone = "Europe/Berlin" })),
        ["ReleaseWentLive.recorded"] = WithOrigin(new ReleaseWentLive(s_production, 1, s_second, Standby: null, StandbyUntil: null) { Recorded = true }),
        ["ReleaseWentLive.unasked"] = WithOrigin(new ReleaseWentLive(s_production, 2, s_second, Standby: null, StandbyUntil: null) { SkipHealth = true }),
    };

    private static DomainEvent WithOrigin(DomainEvent e) => e with { Origin = new Origin(s_at, Actor.Person("maria"), "because", "c-1") };
}
