using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Processes;

/// <summary>Commands that ask processes how they are.</summary>
public sealed class ProcessHealthTests : IDisposable
{
    private readonly ProcessHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task A_command_runs_beside_the_process_with_its_variables()
    {
        var release = Asking("test \"$PORT\" = \"$1\" && test \"$MODE\" = live && test -z \"$SLUICE_INSTANCE\" || { env; exit 1; }");

        var instance = await _host.StartedAsync(release, InstanceState.Ready);

        Assert.Null(instance.Degraded);
    }

    [Fact]
    public async Task A_degraded_process_is_ready_and_says_why()
    {
        var instance = await _host.StartedAsync(Asking("echo the cache is cold; exit 2"), InstanceState.Ready);

        Assert.Equal("the cache is cold", instance.Degraded);
    }

    [Fact]
    public async Task A_process_whose_command_fails_is_not_ready_and_says_why()
    {
        var instance = await _host.StartedAsync(Asking("echo no database >&2; exit 1", TimeSpan.FromSeconds(1)), InstanceState.Failed);

        Assert.Contains("was not ready within 1s: the command /bin/sh ended with 1: no database", instance.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_ended_with_all_that_it_started()
    {
        var release = Asking("sleep 1234 & wait", TimeSpan.FromSeconds(1));
        release = release with { Spec = release.Spec with { Readiness = release.Spec.Readiness with { ProbeTimeout = TimeSpan.FromMilliseconds(300) } } };
        var instance = await _host.StartedAsync(release, InstanceState.Failed);

        Assert.Contains("did not answer within 300ms", instance.Problem, StringComparison.Ordinal);
        await Eventually.True(() => _host.Processes.All(process => process.Pid == instance.Pid), "only the instance is left");
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_named()
    {
        var release = Asking("true", TimeSpan.FromSeconds(1));
        release = release with { Spec = release.Spec with { Readiness = release.Spec.Readiness with { Command = ["./no-such-check"] } } };

        Assert.Contains("no-such-check", (await _host.StartedAsync(release, InstanceState.Failed)).Problem, StringComparison.Ordinal);
    }

    private static Release Asking(string script, TimeSpan? within = null)
    {
        var release = Releases.Serving(1);
        return release with
        {
            Spec = release.Spec with
            {
                Env = [new("MODE", "live")],
                Readiness = new(HttpPath: null, within ?? TimeSpan.FromSeconds(30)) { Command = ["/bin/sh", "-c", script, "check", "{port}"] },
            },
        };
    }
}
