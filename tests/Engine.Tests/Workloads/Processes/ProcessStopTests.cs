using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class ProcessStopTests : IDisposable
{
    private readonly ProcessHost _host = new();

    [Fact]
    public async Task A_process_is_asked_first_and_may_end_in_order()
    {
        var instance = await RunningAsync("trap 'echo bye; exit 0' TERM; echo up; while :; do sleep 0.05; done");

        await _host.StopAsync(instance.Id, TimeSpan.FromMinutes(1));

        Assert.Equal("bye", (await _host.LinesAsync(instance.Id))[^1]);
        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task A_process_can_be_stopped_the_moment_it_was_started()
    {
        for (var i = 0; i < 20; i++)
        {
            var release = Releases.Script(1, "exec sleep 600");
            await _host.StartAsync(release);
            var instance = Assert.Single(await _host.InspectAsync(release));

            await _host.StopAsync(instance.Id, TimeSpan.FromHours(1)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        }

        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task A_process_that_does_not_listen_is_killed_when_its_grace_is_over_and_not_before()
    {
        var runtime = _host.NewRuntime(_host.Clock);
        var release = Releases.Script(1, "trap '' TERM; echo up; while :; do sleep 0.05; done");
        var instance = await _host.StartedAsync(release, InstanceState.Starting, runtime);
        await Eventually.Get(() => _host.LinesAsync(instance.Id), lines => lines.Count == 1, "it has started");

        var stopping = _host.StopAsync(instance.Id, TimeSpan.FromSeconds(10), runtime);
        var seen = await Eventually.Get(() => _host.InspectAsync(release, runtime), i => i[0].State == InstanceState.Unready, "it is being stopped");
        _host.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(stopping.IsCompleted);
        Assert.True(_host.IsAlive(instance.Pid!.Value));

        await Eventually.True(
            () =>
            {
                _host.Clock.Advance(TimeSpan.FromMilliseconds(250));
                return stopping.IsCompleted;
            },
            "it is killed");

        await stopping;
        Assert.Equal("is being stopped", seen[0].Problem);
        Assert.Empty(_host.Processes);
        Assert.Empty(await _host.InspectAsync(release, runtime));
    }

    [Fact]
    public async Task What_an_instance_started_ends_with_it_also_when_it_went_first()
    {
        var instance = await RunningAsync("(trap '' TERM; exec sleep 600) & setsid sleep 600 & echo up; exit 0");
        await Eventually.True(() => _host.Processes.Count == 2, "two are left behind");

        await _host.StopAsync(instance.Id, TimeSpan.Zero);

        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task A_stop_that_was_cut_short_is_finished_by_the_next_control_plane()
    {
        var instance = await RunningAsync("trap '' TERM; echo up; while :; do sleep 0.05; done");
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var stopping = _host.Runtime.StopAsync(_host.Place, instance.Id, TimeSpan.FromMinutes(5), cut.Token);
        await Eventually.Get(() => _host.InspectAsync(Releases.Script(1, "")), i => i[0].State == InstanceState.Unready, "it is being stopped");
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);

        var next = _host.NewRuntime();
        var seen = Assert.Single(await _host.InspectAsync(Releases.Script(1, ""), next));
        await _host.StopAsync(instance.Id, TimeSpan.Zero, next);

        Assert.Equal((true, "is being stopped"), (seen.IsStopping, seen.Problem));
        Assert.Empty(_host.Processes);
    }

    [Fact]
    public async Task A_release_that_is_wanted_again_while_it_stops_gets_a_new_instance()
    {
        var release = Releases.Script(1, "trap '' TERM; echo up; while :; do sleep 0.05; done");
        var old = await RunningAsync(release);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var stopping = _host.Runtime.StopAsync(_host.Place, old.Id, TimeSpan.FromMinutes(5), cut.Token);
        await Eventually.Get(() => _host.InspectAsync(release), i => i[0].State == InstanceState.Unready, "it is being stopped");

        await _host.StartAsync(release);

        Assert.Equal(2, (await _host.InspectAsync(release)).Count);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping);
    }

    [Fact]
    public async Task The_logs_of_the_last_few_stopped_instances_are_kept()
    {
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await RunningAsync($"echo up; exit {i}")).Id);
            await _host.StopAsync(ids[^1], TimeSpan.Zero);
        }

        Assert.Equal(["up"], await _host.LinesAsync(ids[^1]));
        Assert.Equal(5, Directory.GetDirectories(Path.GetDirectoryName(_host.FolderOf(ids[0]))!).Length);
        Assert.False(Directory.Exists(_host.FolderOf(ids[0])));
    }

    public void Dispose() => _host.Dispose();

    /// <summary>Runs a script up to its first line.</summary>
    private Task<Instance> RunningAsync(string script) => RunningAsync(Releases.Script(1, script));

    private async Task<Instance> RunningAsync(Release release)
    {
        await _host.StartAsync(release);
        var instance = Assert.Single(await _host.InspectAsync(release));
        await Eventually.Get(() => _host.LinesAsync(instance.Id), lines => lines.Count > 0, "it has started");
        return instance;
    }
}
