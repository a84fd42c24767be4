using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>Commands that run in containers and ask how they are.</summary>
public sealed class ContainerHealthTests(Podman podman) : IAsyncLifetime
{
    private ContainerHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_command_runs_in_the_container_with_its_port()
    {
        var instance = await _host.StartedAsync(Asking("test \"$1\" = 8080 && test -e /serve || exit 1"), InstanceState.Ready);

        Assert.Null(instance.Degraded);
    }

    [Fact]
    public async Task A_degraded_container_is_ready_and_says_why()
    {
        var instance = await _host.StartedAsync(Asking("echo the cache is cold; exit 2"), InstanceState.Ready);

        Assert.Equal("the cache is cold", instance.Degraded);
    }

    [Fact]
    public async Task A_container_whose_command_fails_is_not_ready_and_says_why()
    {
        var instance = await _host.StartedAsync(Asking("echo no database >&2; exit 1", TimeSpan.FromSeconds(2)), InstanceState.Failed);

        Assert.Contains("ended with 1: no database", instance.Problem, StringComparison.Ordinal);
    }

    private static Release Asking(string script, TimeSpan? within = null)
    {
        var release = ContainerHost.Serving(1);
        return release with
        {
            Spec = release.Spec with
            {
                Readiness = new(HttpPath: null, within ?? TimeSpan.FromSeconds(30)) { Command = ["/bin/sh", "-c", script, "check", "{port}"], ProbeTimeout = TimeSpan.FromSeconds(10) },
            },
        };
    }
}
