using Sluice.Domain.Services;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class ProcessCrashTests : IDisposable
{
    private readonly ProcessHost _host = new();
    private readonly ProcessRuntime _runtime;
    private readonly Release _release = Releases.Serving(1);

    public ProcessCrashTests() => _runtime = _host.NewRuntime(_host.Clock);

    [Fact]
    public async Task A_crashed_instance_comes_back_with_growing_pauses()
    {
        var before = await _host.StartedAsync(_release, InstanceState.Ready, _runtime);
        foreach (var pause in new[] { 1, 2, 4 })
        {
            await CrashAsync(before);
            var failed = await _host.OneAsync(_release, InstanceState.Failed, _runtime);
            Assert.Equal(7, failed.ExitCode);

            _host.Clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromMilliseconds(1));
            await _host.StartAsync(_release, _runtime);
            Assert.Equal(InstanceState.Failed, Assert.Single(await _host.InspectAsync(_release, _runtime)).State);

            _host.Clock.Advance(TimeSpan.FromMilliseconds(1));
            var after = await _host.StartedAsync(_release, InstanceState.Ready, _runtime);
            Assert.Equal(before.Id, after.Id);
            Assert.NotEqual(before.Pid, after.Pid);
            before = after;
        }
    }

    [Fact]
    public async Task The_log_of_the_crashed_process_is_kept_beside_the_new_one()
    {
        var before = await _host.StartedAsync(_release, InstanceState.Ready, _runtime);
        await CrashAsync(before);
        await _host.OneAsync(_release, InstanceState.Failed, _runtime);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await _host.StartedAsync(_release, InstanceState.Ready, _runtime);

        var previous = await File.ReadAllTextAsync(Path.Combine(_host.FolderOf(before.Id), InstanceLog.Previous), TestContext.Current.CancellationToken);
        Assert.Contains("told to exit", previous, StringComparison.Ordinal);
        Assert.Equal([$"listens on {new Uri(after.Address).Port}"], await _host.LinesAsync(after.Id));
    }

    [Fact]
    public async Task A_crash_while_no_control_plane_ran_is_noticed_and_healed_by_the_next_one()
    {
        var before = await _host.StartedAsync(_release, InstanceState.Ready, _runtime);
        Signals.KillNow(before.Pid!.Value);
        await Eventually.True(() => !_host.IsAlive(before.Pid!.Value), "it is dead");

        var next = _host.NewRuntime(_host.Clock);
        var failed = await _host.OneAsync(_release, InstanceState.Failed, next);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = await _host.StartedAsync(_release, InstanceState.Ready, next);

        Assert.Null(failed.ExitCode);
        Assert.Equal(before.Id, after.Id);
    }

    [Fact]
    public async Task A_restart_that_does_not_get_ready_is_ended_and_tried_again()
    {
        var go = Path.Combine(_host.Folder, "go");
        var release = Releases.Serving(1, 1, go);
        await File.WriteAllTextAsync(go, string.Empty, TestContext.Current.CancellationToken);
        var first = await _host.StartedAsync(release, InstanceState.Ready, _runtime);
        File.Delete(go);
        await CrashAsync(first);
        await _host.OneAsync(release, InstanceState.Failed, _runtime);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await _host.StartedAsync(release, InstanceState.Starting, _runtime);

        _host.Clock.Advance(release.Spec.Readiness.Timeout);
        var late = await _host.OneAsync(release, InstanceState.Failed, _runtime);
        await Eventually.True(() => !_host.IsAlive(second.Pid!.Value), "it was asked to end");
        await File.WriteAllTextAsync(go, string.Empty, TestContext.Current.CancellationToken);
        _host.Clock.Advance(TimeSpan.FromSeconds(2));
        var third = await _host.StartedAsync(release, InstanceState.Ready, _runtime);

        Assert.Contains("was not ready within 30s", late.Problem, StringComparison.Ordinal);
        Assert.Equal(first.Id, third.Id);
        Assert.Single(_host.Processes);
    }

    [Fact]
    public async Task A_ready_instance_that_stops_answering_is_unready_and_keeps_its_process()
    {
        var ready = await _host.StartedAsync(_release, InstanceState.Ready, _runtime);

        // The same instance, asked for a path that it answers with 500.
        var spec = _release.Spec with { Readiness = new("/broken", TimeSpan.FromSeconds(30)) };
        _host.Clock.Advance(TimeSpan.FromHours(1));
        var seen = Assert.Single(await _host.InspectAsync(_release with { Spec = spec }, _runtime));

        Assert.Equal(InstanceState.Unready, seen.State);
        Assert.EndsWith("answered 500", seen.Problem, StringComparison.Ordinal);
        Assert.Equal(ready.Pid, seen.Pid);
    }

    public void Dispose() => _host.Dispose();

    private static async Task CrashAsync(Instance instance)
    {
        using var http = new HttpClient();
        await Assert.ThrowsAnyAsync<Exception>(() => http.GetAsync(new Uri(instance.Address + "/exit?7"), TestContext.Current.CancellationToken));
    }
}
