using System.Globalization;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using Sluice.Engine.Workloads.Health;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>
/// Finds out how containers are. That they exist and whether they run the engine says; that one was ready, or failed, is written down
/// beside it, because a container that has ended does not tell a crash from a failed start.
/// </summary>
internal sealed class ContainerObserver(EngineApi api, ImageSupply images, ReadinessProbe probe, IOptions<ContainerOptions> options, TimeProvider time)
{
    private const int SignalBase = 128;

    private readonly HealthSchedule _health = new(probe, time);
    private readonly ContainerExec _exec = new(api);

    /// <summary>Brings what is written down up to what the engine says.</summary>
    public async Task<InstanceRecord> RefreshAsync(PlaceInstances place, OwnContainer own, Readiness readiness, CancellationToken ct)
    {
        var known = place.Find(own.Instance);
        var record = known ?? new InstanceRecord(own.Instance, own.Release, own.Slot, Port: 0, DateTimeOffset.FromUnixTimeSeconds(own.Item.Created));
        if (own.Standing == Standing.Leaving && record.StopAskedAt is null)
        {
            record = record with { StopAskedAt = time.GetUtcNow() };
        }

        if (own.Item.IsAlive)
        {
            record = await TakeAliveAsync(own, record, ct);
        }
        else if (!own.Item.IsNew && record is { FailedAt: null, StopAskedAt: null })
        {
            record = await TakeEndedAsync(own, record, readiness, ct);
        }

        return record == known ? record : place.Save(record);
    }

    /// <param name="record">As refreshed.</param>
    public async Task<Instance> LookAsync(PlaceInstances place, OwnContainer own, InstanceRecord record, Readiness readiness, CancellationToken ct)
    {
        if (record.FailedAt is null && record.StopAskedAt is null && !own.Item.IsNew)
        {
            var answer = await AskAsync(own, record, readiness, ct);
            var (judged, state) = Judge(record, answer, readiness, time.GetUtcNow());
            if (judged.FailedAt is not null)
            {
                judged = judged with { Failure = judged.Failure + await LastLineAsync(own, ct) };
            }

            record = judged == record ? record : place.Save(judged);
            return (await DescribeAsync(own, record, state, state == InstanceState.Failed ? record.Failure : answer.Problem, ct)) with { Degraded = state == InstanceState.Ready ? answer.Degraded : null };
        }

        return record switch
        {
            { FailedAt: not null } => await DescribeAsync(own, record, InstanceState.Failed, record.Failure, ct),
            { StopAskedAt: not null } => await DescribeAsync(own, record, InstanceState.Unready, "is being stopped", ct),
            _ => await DescribeAsync(own, record, InstanceState.Starting, "is made and not started yet", ct),
        };
    }

    private async Task<HealthAnswer> AskAsync(OwnContainer own, InstanceRecord record, Readiness readiness, CancellationToken ct)
    {
        if (record.Port == 0)
        {
            return new(string.Create(CultureInfo.InvariantCulture, $"the engine published no port for {own.Port}"));
        }

        // Inside, the program listens on the port that its release names.
        var question = new HealthQuestion(own.Instance, AddressOf(record.Port), readiness, record.StartedAt, record.ReadyAt is not null)
        {
            Run = (command, late) => _exec.RunAsync(own.Item.Id, command, late),
            PortForCommands = own.Port,
        };
        return await _health.AskAsync(question, ct);
    }

    private static (InstanceRecord Record, InstanceState State) Judge(InstanceRecord record, HealthAnswer answer, Readiness readiness, DateTimeOffset now) => (answer.Problem, record.ReadyAt) switch
    {
        (null, not null) => (record, InstanceState.Ready),
        (null, null) => (record with { ReadyAt = now, WasReady = true }, InstanceState.Ready),
        (not null, not null) => (record, InstanceState.Unready),
        _ when now - record.StartedAt < readiness.Timeout && !answer.GivesUp => (record, InstanceState.Starting),
        _ => (RestartRule.Fail(record, FailedStart.Sentence(readiness, answer), exitCode: null, now), InstanceState.Failed),
    };

    private async Task<InstanceRecord> TakeAliveAsync(OwnContainer own, InstanceRecord record, CancellationToken ct)
    {
        var port = own.Item.HostPortOf(own.Port) ?? record.Port;
        if (record.Pid is not (null or 0) && record is not { FailedAt: not null, ExitCode: not null })
        {
            return record.Port == port ? record : record with { Port = port };
        }

        if (await api.FindAsync(own.Item.Id, ct) is not { State: { Pid: > 0 } state })
        {
            return record;   // it has just ended; the next look sees it
        }

        // It had ended, and somebody started it again behind our back.
        record = record.FailedAt is not null ? RestartRule.Next(record, port, state.StartedAt) : record;
        return record with { Pid = state.Pid, Port = port, StartedAt = state.StartedAt };
    }

    private async Task<InstanceRecord> TakeEndedAsync(OwnContainer own, InstanceRecord record, Readiness readiness, CancellationToken ct)
    {
        if (await api.FindAsync(own.Item.Id, ct) is not { State: var state })
        {
            return record;
        }

        var ran = state.FinishedAt - state.StartedAt;
        if (record.Pid is null)
        {
            // Nobody wrote down what it was. One that ran longer than it may take to get ready was ready.
            record = record with { StartedAt = state.StartedAt, WasReady = record.WasReady || ran >= readiness.Timeout };
        }

        var ending = state switch
        {
            { OutOfMemory: true } => "was ended because it used more memory than it may,",
            { ExitCode: > SignalBase } => string.Create(CultureInfo.InvariantCulture, $"was ended by signal {state.ExitCode - SignalBase}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"exited with code {state.ExitCode}"),
        };

        // Zero: it was a process once. None at all would mean that it was never started.
        return RestartRule.Fail(record with { Pid = record.Pid ?? 0 }, $"{ending} {Durations.Format(Rounded(ran))} after its start{await LastLineAsync(own, ct)}", state.ExitCode, time.GetUtcNow());
    }

    private async Task<string> LastLineAsync(OwnContainer own, CancellationToken ct) =>
        await api.ReadLinesAsync(own.Item.Id, 1, ct) is [var last] ? $"; its last line: {last}" : "";

    private async Task<Instance> DescribeAsync(OwnContainer own, InstanceRecord record, InstanceState state, string? problem, CancellationToken ct) =>
        new(own.Instance, own.Release, own.Slot, record.Port > 0 ? AddressOf(record.Port).GetLeftPart(UriPartial.Authority) : "", state, record.StartedAt)
        {
            Pid = own.Item.IsAlive && record.Pid > 0 ? record.Pid : null,
            ExitCode = record.ExitCode,
            Restarts = record.Restarts,
            IsStopping = record.StopAskedAt is not null,
            WasReady = record.WasReady,
            Problem = problem,
            Container = own.Item.Id[..Math.Min(12, own.Item.Id.Length)],
            Image = own.Image,
            Digest = await images.DigestAsync(own.Item.ImageId, own.Image, ct),
        };

    private Uri AddressOf(int port) => new UriBuilder(Uri.UriSchemeHttp, options.Value.PublishOn, port).Uri;

    private static TimeSpan Rounded(TimeSpan ran) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Round(ran.TotalMilliseconds)));
}
