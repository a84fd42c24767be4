using System.Net;
using System.Net.Sockets;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class ProcessStartTests : IDisposable
{
    private readonly ProcessHost _host = new();

    [Fact]
    public async Task The_port_stands_in_arguments_and_variables()
    {
        var release = Releases.Serving(7);
        release = release with { Spec = release.Spec with { Env = [new("SELF", "http://127.0.0.1:{port}/"), new("SLUICE_INSTANCE", "not this one")] } };
        Environment.SetEnvironmentVariable("ConnectionStrings__Sluice", "secret");
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://127.0.0.1:1");

        var instance = await _host.StartedAsync(release, InstanceState.Ready);

        using var http = new HttpClient();
        var environment = (await http.GetStringAsync(new Uri(instance.Address + "/environment"), TestContext.Current.CancellationToken)).Split('\n');
        var port = new Uri(instance.Address).Port;
        Assert.Contains($"PORT={port}", environment);
        Assert.Contains($"SELF=http://127.0.0.1:{port}/", environment);
        Assert.Contains($"SLUICE_SERVICE={_host.Place.Service}", environment);
        Assert.Contains("SLUICE_ENVIRONMENT=production", environment);
        Assert.Contains("SLUICE_RELEASE=7", environment);
        Assert.Contains($"SLUICE_INSTANCE={instance.Id}", environment);
        Assert.DoesNotContain(environment, v => v.StartsWith("ASPNETCORE_", StringComparison.Ordinal) || v.StartsWith("ConnectionStrings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task How_a_process_was_started_is_told_by_the_process_table()
    {
        var release = Releases.Serving(1);
        release = release with { Spec = release.Spec with { Env = [new("MODE", "live")] } };
        var instance = await _host.StartedAsync(release, InstanceState.Ready);

        var (id, detail) = Assert.Single(await _host.Runtime.DescribeAsync(_host.Place, TestContext.Current.CancellationToken));
        Assert.Equal((instance.Id, new Uri(instance.Address).Port, _host.Folder), (id, detail.OwnPort, detail.Directory));
        Assert.True(File.Exists(detail.Program), detail.Program);
        Assert.NotEmpty(detail.Command);
        Assert.Contains(new("MODE", "live"), detail.Variables);

        await _host.StopAsync(instance.Id, TimeSpan.FromSeconds(10));
        Assert.Empty(await _host.Runtime.DescribeAsync(_host.Place, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("no-such-program", "PATH")]
    [InlineData("./no/such/program", "/no/such/program")]
    [InlineData("/etc/passwd", "not executable")]
    public async Task A_program_that_cannot_be_run_is_named_with_where_it_was_looked_for_and_nothing_is_changed(string program, string where)
    {
        var release = Releases.Of(1, new ReleaseSpec { Command = [program] });

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(release));

        Assert.False(refused.IsTransient);
        Assert.Contains($"'{program}' of release 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains(where, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.InspectAsync(release));
        Assert.False(Directory.Exists(Path.Combine(_host.Folder, "instances")));
    }

    [Fact]
    public async Task A_working_directory_that_does_not_exist_is_named()
    {
        using var host = new ProcessHost
        {
            Environment = _host.Environment with { Runtime = new RuntimeSpec(RuntimeKind.Process, "/no/such/folder") },
        };

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => host.StartAsync(Releases.Script(1, "true")));

        Assert.False(refused.IsTransient);
        Assert.Contains("/no/such/folder", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_data_folder_is_the_working_directory_unless_another_is_named()
    {
        var instance = await _host.StartedAsync(Releases.Script(1, "pwd"), InstanceState.Failed);

        Assert.Equal([_host.Folder], await _host.LinesAsync(instance.Id));
    }

    [Fact]
    public async Task A_release_that_dies_at_once_has_failed_with_its_exit_code_and_last_lines_and_is_not_tried_again()
    {
        var release = Releases.Script(1, "echo first; echo 'no database' >&2; exit 3");
        var failed = await _host.StartedAsync(release, InstanceState.Failed);

        await _host.StartAsync(release);

        Assert.Equal(3, failed.ExitCode);
        Assert.Null(failed.Pid);
        Assert.Contains("exited with code 3", failed.Problem, StringComparison.Ordinal);
        Assert.EndsWith("its last line: no database", failed.Problem, StringComparison.Ordinal);
        Assert.Equal(["first", "no database"], await _host.LinesAsync(failed.Id));
        Assert.Equal([failed], await _host.InspectAsync(release));
    }

    [Fact]
    public async Task A_failed_instance_is_tried_again_after_it_was_stopped()
    {
        var release = Releases.Script(1, "exit 3");
        var first = await _host.StartedAsync(release, InstanceState.Failed);

        await _host.StopAsync(first.Id, TimeSpan.Zero);
        var second = await _host.StartedAsync(release, InstanceState.Failed);

        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task A_release_that_never_gets_ready_has_failed_when_its_time_is_over_and_runs_on_for_a_look()
    {
        var runtime = _host.NewRuntime(_host.Clock);
        var release = Releases.Script(1, "echo waiting; exec sleep 600", readyWithin: TimeSpan.FromSeconds(5));
        var starting = await _host.StartedAsync(release, InstanceState.Starting, runtime);
        await Eventually.Get(() => _host.LinesAsync(starting.Id), lines => lines.Count == 1, "it waits");

        _host.Clock.Advance(TimeSpan.FromSeconds(5));
        var failed = Assert.Single(await _host.InspectAsync(release, runtime));
        await _host.StartAsync(release, runtime);

        Assert.Contains("nobody listens there", starting.Problem, StringComparison.Ordinal);
        Assert.Equal(InstanceState.Failed, failed.State);
        Assert.StartsWith("was not ready within 5s: TCP 127.0.0.1:", failed.Problem, StringComparison.Ordinal);
        Assert.EndsWith("its last line: waiting", failed.Problem, StringComparison.Ordinal);
        Assert.Equal(starting.Pid, failed.Pid);
        Assert.Equal([failed], await _host.InspectAsync(release, runtime));
    }

    [Fact]
    public async Task An_answer_that_is_no_success_is_not_ready()
    {
        var release = Releases.Serving(1);
        release = release with { Spec = release.Spec with { Readiness = new("/broken", TimeSpan.FromMinutes(1)) } };
        await _host.StartAsync(release);

        var seen = await Eventually.Get(() => _host.InspectAsync(release), i => i[0].Problem!.Contains("answered 500", StringComparison.Ordinal), "it listens");

        Assert.Equal(InstanceState.Starting, seen[0].State);
    }

    [Fact]
    public async Task A_port_that_another_program_takes_first_is_replaced()
    {
        var go = Path.Combine(_host.Folder, "go");
        var release = Releases.Serving(1, 1, go);
        var starting = await _host.StartedAsync(release, InstanceState.Starting);
        using (var thief = new TcpListener(IPAddress.Loopback, new Uri(starting.Address).Port))
        {
            thief.Start();
            await File.WriteAllTextAsync(go, string.Empty, TestContext.Current.CancellationToken);
            await Eventually.True(() => !_host.IsAlive(starting.Pid!.Value), "it gives up its port");
            await _host.StartAsync(release);
        }

        var ready = await _host.OneAsync(release, InstanceState.Ready);
        Assert.NotEqual(starting.Address, ready.Address);
        Assert.Equal(starting.Id, ready.Id);
    }

    public void Dispose() => _host.Dispose();
}
