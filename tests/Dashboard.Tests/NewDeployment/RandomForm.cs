using System.Text.Json.Nodes;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Services;

namespace Sluice.Dashboard.Tests.NewDeployment;

/// <summary>A form as somebody might fill it in, right more often than not.</summary>
internal static class RandomForm
{
    private static readonly string[] s_lengths = ["30s", "5m", "90s", "1h30m", "10m"];
    private static readonly string[] s_strategies = ["canary", "canary", "blue_green", "rolling", "recreate", "mirror", "ab"];
    private static readonly string[] s_kinds = ["stepped", "linear", "phases"];
    private static readonly string[] s_modes = ["evidence", "point", "mann_whitney"];
    private static readonly string[] s_notes = ["", "Fixes #12: yes & no", "two\nlines", "\"quoted\" 'text'", "- a list?", "null", "1e5", "Grüße \ud83d\ude00"];

    public static DeploymentForm Make(Random random, IReadOnlyList<string> environments)
    {
        var form = new DeploymentForm
        {
            Environment = environments[random.Next(environments.Count)],
            Release = Maybe(random) ? DeploymentForm.NewRelease : "1",
            Fresh = Release(random),
            ForceRecreate = Maybe(random),
            SkipHealth = Maybe(random),
            StartAt = Maybe(random) ? "2026-12-24 16:00" : "",
            ErrorRate = Pick(random, "", "0.02", "0.5"),
            LatencyP50 = Pick(random, "", "80ms"),
            LatencyP99 = Pick(random, "", "500ms", "1.5s"),
            ThroughputMin = Pick(random, "", "1"),
            Limits = Maybe(random) ? [new() { Max = "2.5", Min = Pick(random, "", "0") }] : [],
            Judged = !Rarely(random),
            Interval = Pick(random, "", "10s"),
            Lookback = Pick(random, "", "1m"),
            MinRequests = Pick(random, "", "50"),
            RollbackEnabled = !Rarely(random),
            ManualApproval = Maybe(random),
            RollbackApproval = Maybe(random) ? Gate() : null,
            WhileWaiting = Pick(random, "hold", "shed"),
            OnErrorRate = Pick(random, "", "0.1"),
            OnLatencyIncrease = Pick(random, "", "0.25"),
            PromotionGate = Maybe(random) ? Maybe(random) ? [] : Gate() : null,
        };
        Choose(random, form);
        Judge(random, form);
        return form;
    }

    private static void Choose(Random random, DeploymentForm form)
    {
        var strategy = s_strategies[random.Next(s_strategies.Length)];
        form.Choose(Enum.GetValues<Domain.Deployments.DeploymentStrategy>().Single(one => Domain.Words.Of(one) == strategy));
        form.Kind = s_kinds[random.Next(s_kinds.Length)];
        form.Steps = form.Kind == "linear" ? "4" : "";
        (form.Hold, form.Pause, form.Standby) = (Length(random), Length(random), Length(random));
        (form.Parallelism, form.MaxSurge, form.MaxUnavailable, form.Order) = (Pick(random, "", "2"), Pick(random, "", "1"), Pick(random, "", "1"), Pick(random, "", "stop_first"));
        form.Phases = [Phase(random, "10"), Phase(random, "50.5"), Phase(random, "100")];
        form.MirrorPhases = [Phase(random, "20"), Phase(random, "100")];
        (form.MirrorUnsafe, form.MirrorBody) = (Maybe(random), Pick(random, "", "65536"));
        form.PreviewCheck = Maybe(random) ? new() { Command = "./smoke \"all pages\"", Timeout = Pick(random, "", "2m"), Env = Pick(random, "", "A=1\nB=two words") } : new();
        form.SwitchGate = Maybe(random) ? Maybe(random) ? [] : Gate() : null;
        (form.StickyBy, form.StickyName) = Maybe(random) ? Maybe(random) ? ("own_cookie", "") : ("header", "X-User") : ("", "");
        form.Matches = [new() { Name = "X-Beta", Text = "yes" }, new() { By = "cookie", Name = "group", How = Pick(random, MatchForm.Any, MatchForm.Beginning), Text = "b" }];
    }

    private static void Judge(Random random, DeploymentForm form)
    {
        form.Mode = s_modes[random.Next(s_modes.Length)];
        (form.MissedRegressionProbability, form.Warmup, form.DesignEffect) = (Pick(random, "", "0.05"), Pick(random, "", "30s"), Pick(random, "", "1.5"));
        form.Metrics = Maybe(random) ? [new() { Role = "signal", Critical = Maybe(random), ToleranceRatio = "1.2", ToleranceOffset = "0.00001" }, new() { Metric = "latency_p99", ToleratedGrowth = "0.2", Required = Maybe(random) }] : [];
        form.Counters = new() { ConsecutiveErrorLimit = Pick(random, "", "3"), FailureLimit = Pick(random, "", "2"), DryRun = Maybe(random) ? ["latency_p99"] : [] };
        form.SuccessfulRuns = Pick(random, "", "3");
    }

    private static ReleaseForm Release(Random random) => new()
    {
        Command = "run --port {port} --name \"two words\"",
        Endpoints = "10.0.0.1:80\n10.0.0.2:80",
        Image = "example/shop:1.43",
        ImageCommand = Pick(random, "", "serve 'it''s \"fine\"' now"),
        Port = Pick(random, "", "8080"),
        Ports = Pick(random, "", "80\n8443:443"),
        User = Pick(random, "", "1000"),
        Memory = Pick(random, "", "512MiB", "0.5GiB"),
        Cpus = Pick(random, "", "0.5"),
        Pull = Pick(random, "missing", "always"),
        More = new() { Volumes = Pick(random, "", "data:/var/lib/shop\ntmpfs:/tmp\n/srv:/srv:ro"), Labels = Pick(random, "", "a=1\nb=x=y"), Ulimits = Pick(random, "", "nofile=1024:2048") },
        Env = Pick(random, "", "A=1\nB=x=y\nGREETING=yes: no # maybe"),
        Notes = s_notes[random.Next(s_notes.Length)],
        CommitSha = Pick(random, "", "0123456", "1e10000", "abcdef0"),
        Author = Pick(random, "", "Ada Lovelace", "\"null\""),
        BuiltAt = Pick(random, "", "2026-12-24T16:00:00Z"),
        Changes = Pick(random, "", "https://git.example/compare/a...b?x=1#y"),
        Replicas = Pick(random, "", "2"),
        ReadinessHttp = Pick(random, "", "/health"),
        ReadinessTimeout = Pick(random, "", "20s"),
        Asked = new() { Interval = Pick(random, "", "2s"), Retries = Pick(random, "", "4") },
        Before = new() { Command = Pick(random, "", "migrate --all"), Env = Pick(random, "", "STEP=1") },
    };

    private static PhaseForm Phase(Random random, string share) => new()
    {
        Share = share,
        Hold = Length(random),
        PauseAfter = Pick(random, "", "1m"),
        UntilResumed = Rarely(random),
        Gate = Rarely(random),
        Approval = Maybe(random) ? Gate() : null,
        Budget = Pick(random, "", "2h"),
    };

    private static JsonObject Gate() => new() { ["quorum"] = 2, ["groups"] = new JsonArray("payments", "sre"), ["four_eyes"] = true, ["instructions"] = "Look: yes?" };

    private static string Length(Random random) => random.Next(4) == 0 ? "" : s_lengths[random.Next(s_lengths.Length)];

    private static string Pick(Random random, params ReadOnlySpan<string> texts) => texts[random.Next(texts.Length)];

    private static bool Maybe(Random random) => random.Next(2) == 0;

    private static bool Rarely(Random random) => random.Next(6) == 0;
}
