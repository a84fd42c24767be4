using System.Text.Json.Nodes;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class ProcessAdoptionTests : IDisposable
{
    private readonly ProcessHost _host = new();

    [Fact]
    public async Task The_next_control_plane_adopts_what_runs_and_doubles_nothing()
    {
        var release = Releases.Serving(1, replicas: 2);
        await _host.StartAsync(release);
        var before = await Eventually.Get(() => _host.InspectAsync(release), seen => seen.All(i => i.State == InstanceState.Ready), "both are ready");

        var next = _host.NewRuntime();
        var adopted = await _host.InspectAsync(release, next);
        await _host.StartAsync(release, next);

        Assert.Equal(before, adopted);
        Assert.Equal(before, await _host.InspectAsync(release, next));
        Assert.Equal(2, _host.Processes.Count);
    }

    [Fact]
    public async Task A_control_plane_that_died_before_it_wrote_the_process_down_leaves_nothing_doubled()
    {
        var release = Releases.Serving(1);
        var before = await _host.StartedAsync(release, InstanceState.Ready);
        Change(before, state =>
        {
            state["pid"] = null;
            state["stamp"] = null;
            state["ready_at"] = null;
        });

        var next = _host.NewRuntime();
        await _host.StartAsync(release, next);
        var after = await _host.OneAsync(release, InstanceState.Ready, next);

        Assert.Equal(before, after);
        Assert.Single(_host.Processes);
    }

    [Fact]
    public async Task A_control_plane_that_died_before_it_started_the_process_starts_it_later()
    {
        var go = Path.Combine(_host.Folder, "go");
        var release = Releases.Serving(1, 1, go);
        var before = await _host.StartedAsync(release, InstanceState.Starting);
        Change(before, state => state["pid"] = null);
        Signals.KillNow(before.Pid!.Value);
        await Eventually.True(() => !_host.IsAlive(before.Pid!.Value), "it is dead");

        var next = _host.NewRuntime();
        var seen = await _host.InspectAsync(release, next);
        await File.WriteAllTextAsync(go, string.Empty, TestContext.Current.CancellationToken);
        var after = await _host.StartedAsync(release, InstanceState.Ready, next);

        Assert.Empty(seen);
        Assert.Equal(before.Id, after.Id);
        Assert.Single(_host.Processes);
    }

    [Fact]
    public async Task Another_process_that_got_the_number_is_neither_adopted_nor_stopped()
    {
        var release = Releases.Serving(1);
        // Ready before the other one starts, so that their start times differ.
        var stranger = await _host.StartedAsync(Releases.Serving(2), InstanceState.Ready);
        await _host.StartAsync(release);
        var before = Assert.Single(await _host.InspectAsync(release), i => i.Release == 1);
        Signals.KillNow(before.Pid!.Value);
        await Eventually.True(() => !_host.IsAlive(before.Pid!.Value), "it is dead");
        Change(before, state => state["pid"] = stranger.Pid);

        var next = _host.NewRuntime();
        var seen = Assert.Single(await _host.InspectAsync(release, next), i => i.Release == 1);
        await _host.StopAsync(before.Id, TimeSpan.Zero, next);

        Assert.Equal(InstanceState.Failed, seen.State);
        Assert.True(_host.IsAlive(stranger.Pid!.Value));
    }

    [Fact]
    public async Task What_ran_before_the_machine_started_anew_is_started_again_at_once()
    {
        var go = Path.Combine(_host.Folder, "go");
        var release = Releases.Serving(1, 1, go);
        var before = await _host.StartedAsync(release, InstanceState.Starting);
        Signals.KillNow(before.Pid!.Value);
        await Eventually.True(() => !_host.IsAlive(before.Pid!.Value), "it is dead");
        Change(before, state => state["stamp"] = "another-boot/" + state["stamp"]!.GetValue<string>().Split('/')[1]);

        var next = _host.NewRuntime();
        await File.WriteAllTextAsync(go, string.Empty, TestContext.Current.CancellationToken);
        var after = await _host.StartedAsync(release, InstanceState.Ready, next);

        Assert.Equal(before.Id, after.Id);
    }

    [Fact]
    public async Task An_instance_leads_a_session_of_its_own_and_holds_none_of_our_files()
    {
        var instance = await _host.StartedAsync(Releases.Script(1, "exec sleep 600"), InstanceState.Starting);
        await Eventually.True(() => File.ReadAllText($"/proc/{instance.Pid}/comm") == "sleep\n", "the shells have made room");

        var files = Directory.GetFiles($"/proc/{instance.Pid}/fd").Select(fd => File.ResolveLinkTarget(fd, returnFinalTarget: false)!.FullName).Distinct().Order();

        Assert.Equal(instance.Pid, new LinuxProcessTable().Find(instance.Pid!.Value)!.Session);
        Assert.Equal(["/dev/null", Path.Combine(_host.FolderOf(instance.Id), InstanceLog.Current)], files);
    }

    [Fact]
    public async Task A_state_file_that_cannot_be_read_is_named_and_nothing_is_started()
    {
        var release = Releases.Serving(1);
        var before = await _host.StartedAsync(release, InstanceState.Ready);
        var path = Path.Combine(_host.FolderOf(before.Id), "instance.json");
        await File.WriteAllTextAsync(path, string.Empty, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(release, _host.NewRuntime()));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"SLUICE_INSTANCE={before.Id}", refused.Message, StringComparison.Ordinal);
        Assert.Single(_host.Processes);
    }

    public void Dispose() => _host.Dispose();

    private void Change(Instance instance, Action<JsonNode> change)
    {
        var path = Path.Combine(_host.FolderOf(instance.Id), "instance.json");
        var state = JsonNode.Parse(File.ReadAllText(path))!;
        change(state);
        File.WriteAllText(path, state.ToJsonString());
    }
}
