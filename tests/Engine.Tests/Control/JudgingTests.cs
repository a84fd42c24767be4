using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;
using static Sluice.Engine.Tests.Control.Given;

namespace Sluice.Engine.Tests.Control;

public sealed class JudgingTests
{
    private readonly ManualTimeProvider _clock = new(Now);
    private readonly Counts _counts = new();
    private readonly Told _told = new();
    private readonly Judging _judging;

    public JudgingTests() => _judging = new(Place, new ControlParts(
        _told, null!, new PlaceStatuses(NullLogger<PlaceStatuses>.Instance), new WorkloadRuntimes([]), null!, _counts, _counts, new NoTable(), _clock));

    [Fact]
    public async Task It_judges_once_an_interval_and_never_makes_up_for_missed_runs()
    {
        Assert.Equal(Now + TimeSpan.FromSeconds(10), (await RunAsync(Deployment())).NextRunAt);
        Assert.Empty(_counts.Windows);

        _clock.Advance(TimeSpan.FromSeconds(35));
        Assert.Equal(Now + TimeSpan.FromSeconds(45), (await RunAsync(Deployment())).NextRunAt);
        await RunAsync(Deployment());
        Assert.Single(_counts.Judged);
        Assert.Equal(0, Assert.IsType<DeploymentCommand.Judge>(Assert.Single(_told.Commands)).Phase);
    }

    [Fact]
    public async Task Its_window_looks_back_but_never_before_the_share_was_set()
    {
        await RunAsync(Deployment());
        _clock.Advance(TimeSpan.FromSeconds(20));
        await RunAsync(Deployment());
        _clock.Advance(TimeSpan.FromSeconds(100));
        await RunAsync(Deployment());
        Assert.Equal([(1, Now, Now + TimeSpan.FromSeconds(20)), (1, Now + TimeSpan.FromSeconds(60), Now + TimeSpan.FromSeconds(120))], _counts.Judged);
    }

    [Fact]
    public async Task The_guards_do_not_sleep_while_the_deployment_is_paused()
    {
        var paused = Deployment(new DeploymentStatus.Paused(PauseReason.Person, RunStage.Hold, Actor.Person("ann"), Now, Why: null));
        await RunAsync(paused);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await RunAsync(paused);
        Assert.Single(_told.Commands);
    }

    [Fact]
    public async Task While_a_batch_is_starting_those_before_it_are_judged_for_as_long_as_the_share_stays()
    {
        var held = InPlace(Deployment(), new(2, 1, 0)) with { Set = new(Share.FromPercent(50)) };
        await RunAsync(held, Reading(50));
        _clock.Advance(TimeSpan.FromSeconds(10));
        await RunAsync(held, Reading(50));
        var shifting = held with { Status = new DeploymentStatus.Running(RunStage.Shift), Phase = 1, Asked = TrafficSplit.AllCanary };
        _clock.Advance(TimeSpan.FromSeconds(10));
        await RunAsync(shifting, Reading(50));
        Assert.Equal([(1, Now, Now + TimeSpan.FromSeconds(10)), (1, Now, Now + TimeSpan.FromSeconds(20))], _counts.Judged);
        Assert.Equal([0, 1], _told.Commands.Cast<DeploymentCommand.Judge>().Select(judge => judge.Phase));

        // Its first instance serves: what is counted from now on is another mixture.
        _clock.Advance(TimeSpan.FromSeconds(10));
        await RunAsync(shifting, Reading(66.7m));
        Assert.Equal(2, _told.Commands.Count);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await RunAsync(shifting, Reading(66.7m));
        Assert.Equal((1, Now + TimeSpan.FromSeconds(30), Now + TimeSpan.FromSeconds(40)), _counts.Judged.Last());

        // The batch is there: its own time begins.
        var set = shifting with { Status = new DeploymentStatus.Running(RunStage.Hold), Phases = [held.Phases[0], PhaseState.Pending with { SetAt = _clock.GetUtcNow() }] };
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(10), (await RunAsync(set, Reading(100))).NextRunAt);
    }

    [Fact]
    public async Task Before_its_first_batch_serves_and_without_a_reading_nothing_is_judged()
    {
        var starting = InPlace(Deployment(new DeploymentStatus.Running(RunStage.Shift)), new(2, 1, 0)) with { Phases = [PhaseState.Pending, PhaseState.Pending] };
        Assert.Equal(default, await RunAsync(starting, Reading(33)));
        Assert.Equal(default, await RunAsync(starting with { Phases = [PhaseState.Pending with { SetAt = Now }, PhaseState.Pending], Phase = 1 }));
    }

    [Fact]
    public async Task Nothing_is_judged_without_a_canary_in_traffic()
    {
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(default, await _judging.RunAsync(View(active: null), reading: null, TestContext.Current.CancellationToken));
        Assert.Equal(default, await RunAsync(Deployment(new DeploymentStatus.Promoting(PromoteStage.CutOver))));
        Assert.Equal(default, await RunAsync(Deployment() with { Phases = [PhaseState.Pending, PhaseState.Pending] }));
        Assert.Empty(_told.Commands);
    }

    [Fact]
    public async Task Intervals_meet_where_the_counts_end_so_that_no_sample_falls_between_them()
    {
        var table = new Table();
        var judging = new Judging(Place, new ControlParts(
            _told, null!, new PlaceStatuses(NullLogger<PlaceStatuses>.Instance), new WorkloadRuntimes([]), null!, new LateCounts(), _counts, table, _clock));
        var watched = Deployment();
        watched = watched with { Spec = watched.Spec with { Analysis = AnalysisSettings.Usual } };
        for (var i = 0; i < 4; i++)
        {
            await judging.RunAsync(View(watched), reading: null, TestContext.Current.CancellationToken);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        var canary = table.Strata.Where(stratum => stratum is { Role: ArmRole.Canary, Phase: 0 }).ToList();
        Assert.Equal([Now, Now + TimeSpan.FromSeconds(9.6), Now + TimeSpan.FromSeconds(19.6)], canary.Select(stratum => stratum.From));
        Assert.Equal(canary.Skip(1).Select(stratum => stratum.From), canary.SkipLast(1).Select(stratum => stratum.To));
    }

    [Fact]
    public async Task The_served_share_is_counted()
    {
        _counts.Ticks.Add(new(Place, Now, [Sample(1, 75), Sample(2, 25)]));
        Assert.Equal(Share.FromPercent(25), (await RunAsync(Deployment())).ServedCanary);
        _counts.Ticks.Clear();
        Assert.Null((await RunAsync(Deployment())).ServedCanary);
    }

    private static Sample Sample(int release, long requests) => new(Now, TimeSpan.FromSeconds(1), release, requests, 0, 0, 0, ReadOnlyMemory<long>.Empty);

    private Task<Judged> RunAsync(Deployment deployment, RouteReading? reading = null) => _judging.RunAsync(View(deployment), reading, TestContext.Current.CancellationToken);

    /// <summary>Writes down what was asked for.</summary>
    private sealed class Counts : IMetricSource, ISampleFeed
    {
        public List<(int? Stable, DateTimeOffset From, DateTimeOffset To)> Windows { get; } = [];

        /// <summary>Each run asks twice: for the verdict, and for the counts to keep.</summary>
        public IEnumerable<(int? Stable, DateTimeOffset From, DateTimeOffset To)> Judged => Windows.Where((_, i) => i % 2 == 0);

        public List<SampleTick> Ticks { get; } = [];

        public SourceOutage? Outage => null;

        public Task<Measurement> MeasureAsync(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
        {
            Windows.Add((stable, from, to));
            return Task.FromResult<Measurement>(new Measurement.Unavailable("nobody counts"));
        }

        public IReadOnlyList<SampleTick> Since(PlaceKey place, DateTimeOffset after) => Ticks;

        public IDisposable Subscribe(Action<SampleTick> handler) => throw new NotSupportedException();
    }

    /// <summary>Its last whole sample ended a moment before it is asked.</summary>
    private sealed class LateCounts : IMetricSource
    {
        public Task<Measurement> MeasureAsync(PlaceKey place, int? stable, int canary, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
            Task.FromResult<Measurement>(new Measurement.Seen(from, to - TimeSpan.FromMilliseconds(400), ArmWindow.Empty, ArmWindow.Empty, "hash"));
    }

    private sealed class Table : IStratumStore
    {
        public List<Stratum> Strata { get; } = [];

        public Task AppendAsync(IReadOnlyList<Stratum> strata, EvidenceState? state, CancellationToken ct)
        {
            Strata.AddRange(strata);
            return Task.CompletedTask;
        }

        public Task<EvidenceState?> FindStateAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => Task.FromResult<EvidenceState?>(null);

        public Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => Task.FromResult<IReadOnlyList<Stratum>>([]);
    }

    private sealed class NoTable : IStratumStore
    {
        public Task AppendAsync(IReadOnlyList<Stratum> strata, EvidenceState? state, CancellationToken ct) => throw new NotSupportedException("Nothing was counted, so nothing is kept.");

        public Task<EvidenceState?> FindStateAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<Stratum>> ReadAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => throw new NotSupportedException();
    }

    /// <summary>Writes down what was told.</summary>
    private sealed class Told : ICommandBus
    {
        public List<DeploymentCommand> Commands { get; } = [];

        public Task<CommandAnswer> SendAsync(TenantId tenant, DeploymentId deployment, DeploymentCommand command, CommandContext context, CancellationToken ct)
        {
            Commands.Add(command);
            return Task.FromResult<CommandAnswer>(new CommandAnswer.Ignored("written down", Desk.Name, deployment, 1));
        }

        public Task<CommandAnswer> DeclareServiceAsync(TenantId tenant, ServiceName service, ValueList<EnvironmentSpec> environments, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> DescribeServiceAsync(TenantId tenant, ServiceName service, ServiceProfile profile, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> AddReleaseAsync(TenantId tenant, ServiceName service, ReleaseSpec release, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> CreateDeploymentAsync(TenantId tenant, DeploymentRequest request, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> RecordInitialAsync(TenantId tenant, ServiceName service, EnvironmentName environment, int? release, ReleaseSpec? newRelease, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> RetryAsync(TenantId tenant, DeploymentId old, bool queue, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> GoBackAsync(TenantId tenant, DeploymentId old, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> DeclareFreezeAsync(TenantId tenant, FreezeRequest request, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> PauseEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> ResumeEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> LiftFreezeAsync(TenantId tenant, FreezeId freeze, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> SendAsync(TenantId tenant, Domain.PlanTemplates.PlanCommand command, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> SendAsync(TenantId tenant, Domain.Settings.SettingsCommand command, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> SendAsync(TenantId tenant, IncidentCommand command, CommandContext context, CancellationToken ct) => throw new NotSupportedException();

        public Task<CommandAnswer> SendAsync(TenantId tenant, ApplicationCommand command, CommandContext context, CancellationToken ct) => throw new NotSupportedException();
    }
}
