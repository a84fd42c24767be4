using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class ContainerStartTests(Podman podman) : IAsyncLifetime
{
    private ContainerHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Port_variables_user_and_limits_are_those_of_the_release()
    {
        var release = ContainerHost.Serving(7);
        release = release with
        {
            Spec = release.Spec with
            {
                Env = [new("SELF", "http://127.0.0.1:{port}/"), new("SLUICE_INSTANCE", "not this one")],
                Container = new() { Port = 8081, User = "1234", Memory = 64 << 20, Cpus = 0.5m },
            },
        };
        Environment.SetEnvironmentVariable("ConnectionStrings__Sluice", "secret");

        var instance = await _host.StartedAsync(release, InstanceState.Ready);

        using var http = new HttpClient();
        var told = (await http.GetStringAsync(new Uri(instance.Address + "/cgi-bin/self"), Ct)).Split('\n');
        Assert.Contains("PORT=8081", told);
        Assert.Contains("SELF=http://127.0.0.1:8081/", told);
        Assert.Contains($"SLUICE_INSTANCE={instance.Id}", told);
        Assert.Contains("SLUICE_RELEASE=7", told);
        Assert.Contains("uid 1234", told);
        Assert.DoesNotContain(told, line => line.StartsWith("ConnectionStrings", StringComparison.Ordinal));
        Assert.Equal("67108864 500000000", await podman.DoAsync("inspect", "--format", "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}", instance.Container!));
    }

    [Fact]
    public async Task An_instance_says_what_image_it_runs_and_what_that_name_stood_for()
    {
        var instance = await _host.StartedAsync(ContainerHost.Serving(1), InstanceState.Ready);

        Assert.Equal(Podman.Shop, instance.Image);
        Assert.Equal(await podman.DoAsync("image", "inspect", "--format", "{{.Digest}}", Podman.Shop), instance.Digest);
        Assert.NotNull(instance.Pid);
    }

    [Fact]
    public async Task A_release_that_dies_at_once_has_failed_and_is_kept_with_its_lines_after_it_was_stopped()
    {
        var release = ContainerHost.Script(1, "echo first; echo 'no database' >&2; exit 3");
        var failed = await _host.StartedAsync(release, InstanceState.Failed);
        await _host.StartAsync(release);

        Assert.Equal(3, failed.ExitCode);
        Assert.Null(failed.Pid);
        Assert.StartsWith("exited with code 3", failed.Problem, StringComparison.Ordinal);
        Assert.EndsWith("its last line: no database", failed.Problem, StringComparison.Ordinal);
        Assert.Equal([failed], await _host.InspectAsync(release));

        await _host.StopAsync(failed.Id, TimeSpan.FromSeconds(10));
        Assert.Empty(await _host.InspectAsync(release));
        Assert.Equal(["first", "no database"], await _host.LinesAsync(failed.Id));
        Assert.EndsWith($".r1.0.kept.{failed.Id[^6..]}", Assert.Single(await _host.ContainersAsync()).Name, StringComparison.Ordinal);

        var second = await _host.StartedAsync(release, InstanceState.Failed);
        Assert.NotEqual(failed.Id, second.Id);
    }

    [Fact]
    public async Task Of_failed_starts_the_last_three_are_kept()
    {
        for (var i = 0; i < 4; i++)
        {
            await _host.StopAsync((await _host.StartedAsync(ContainerHost.Script(i + 1, "exit 3"), InstanceState.Failed)).Id, TimeSpan.Zero);
        }

        Assert.Equal(3, (await _host.ContainersAsync()).Count);
    }

    [Fact]
    public async Task A_release_that_never_gets_ready_has_failed_when_its_time_is_over()
    {
        var runtime = _host.NewRuntime(_host.Clock);
        var release = ContainerHost.Script(1, "echo waiting; exec sleep 600", TimeSpan.FromMinutes(5));
        var starting = await _host.StartedAsync(release, InstanceState.Starting, runtime);
        await Eventually.Get(() => _host.LinesAsync(starting.Id), lines => lines.Count == 1, "it waits");

        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        var failed = Assert.Single(await _host.InspectAsync(release, runtime));

        Assert.Equal(InstanceState.Failed, failed.State);
        Assert.StartsWith("was not ready within 5m: TCP 127.0.0.1:", failed.Problem, StringComparison.Ordinal);
        Assert.EndsWith("its last line: waiting", failed.Problem, StringComparison.Ordinal);
        Assert.Equal(starting.Pid, failed.Pid);
    }

    [Theory]
    [InlineData("/no/such/program")]
    [InlineData("no-such-program")]
    public async Task A_program_that_the_image_does_not_have_is_refused_for_good_and_leaves_nothing(string program)
    {
        var release = Releases.Of(1, new ReleaseSpec { Image = Podman.Shop, Command = [program] });

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(release));

        Assert.False(refused.IsTransient, refused.Message);
        Assert.Contains("release 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains(program, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.ContainersAsync());
    }

    [Fact]
    public async Task An_image_that_is_missing_and_may_not_be_fetched_is_named()
    {
        var release = Releases.Of(1, new ReleaseSpec { Image = "localhost/no-such:1", Container = new() { Pull = PullPolicy.Never } });

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(release));

        Assert.False(refused.IsTransient);
        Assert.Contains("localhost/no-such:1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("its pull policy is never", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.InspectAsync(release));
    }

    [Fact]
    public async Task An_image_that_cannot_be_fetched_is_waited_for_and_then_refused_in_the_registrys_words()
    {
        var release = Releases.Of(1, new ReleaseSpec { Image = "127.0.0.1:1/no-such:1" });
        await _host.StartAsync(release);

        var waiting = Assert.Single(await _host.InspectAsync(release));
        var refused = await Eventually.Get<Exception?>(async () => await Record.ExceptionAsync(() => _host.StartAsync(release)), refused => refused is not null, "it is given up", TimeSpan.FromMinutes(1));

        Assert.Equal(InstanceState.Starting, waiting.State);
        Assert.Contains("127.0.0.1:1/no-such:1", waiting.Problem, StringComparison.Ordinal);
        Assert.False(Assert.IsType<RuntimeException>(refused).IsTransient);
        Assert.Contains("connection refused", refused!.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.InspectAsync(release));
    }

    [Fact]
    public async Task An_instance_that_waits_for_its_image_can_be_stopped()
    {
        var release = Releases.Of(1, new ReleaseSpec { Image = "127.0.0.1:1/no-such:1" });
        await _host.StartAsync(release);

        await _host.StopAsync(Assert.Single(await _host.InspectAsync(release)).Id, TimeSpan.FromSeconds(10));

        Assert.Empty(await _host.InspectAsync(release));
    }

    [Fact]
    public async Task A_port_of_the_host_that_is_taken_is_refused_for_now_and_works_when_it_is_free()
    {
        using var thief = new TcpListener(IPAddress.Loopback, 0);
        thief.Start();
        var port = ((IPEndPoint)thief.LocalEndpoint).Port;
        var release = ContainerHost.Serving(1);
        release = release with { Spec = release.Spec with { Container = new() { Ports = [new(9090, port)] } } };

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(release));
        var left = await _host.ContainersAsync();
        thief.Stop();
        await _host.StartedAsync(release, InstanceState.Ready);

        Assert.True(refused.IsTransient, refused.Message);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.Empty(left);
    }

    [Fact]
    public async Task A_name_that_somebody_elses_container_has_is_refused_for_good_and_that_container_is_not_touched()
    {
        var name = _host.Labels.NameOf(_host.Place, 1, 0);
        var theirs = await podman.DoAsync("create", "--name", name, Podman.Shop);

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(ContainerHost.Serving(1)));

        Assert.False(refused.IsTransient);
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.Contains(theirs[..12], refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.InspectAsync(ContainerHost.Serving(1)));
        await podman.DoAsync("rm", theirs);
    }

    [Fact]
    public async Task A_container_that_bears_our_labels_and_is_not_ours_is_said_and_never_touched()
    {
        var release = ContainerHost.Serving(1);
        var labels = _host.Labels.Of(_host.Place, release, 0, "copied-1").SelectMany(label => new[] { "--label", $"{label.Key}={label.Value}" });
        var theirs = await podman.DoAsync(["run", "--detach", "--name", "theirs-" + _host.Place.Service, .. labels, Podman.Shop, "sleep", "600"]);

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(release));
        await _host.StopAsync("copied-1", TimeSpan.Zero);

        Assert.False(refused.IsTransient);
        Assert.Contains("theirs-" + _host.Place.Service, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.InspectAsync(release));
        Assert.Equal("running", await podman.DoAsync("inspect", "--format", "{{.State.Status}}", theirs));
    }
}
