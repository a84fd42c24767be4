using Sluice.Domain;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Stories;

/// <summary>The commands of one story's deployments: scripts that leave a line in <c>$RUNS</c> for each run, and may wait for <c>$GO</c>.</summary>
internal sealed class CommandRuns : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Runs => Path.Combine(_folder.Path, "runs");

    private string Go => Path.Combine(_folder.Path, "go");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HookCommand Command(string script, TimeSpan? timeout = null, params ReadOnlySpan<EnvironmentVariable> besides) =>
        new(["/bin/sh", "-c", script]) { Env = [new("RUNS", Runs), new("GO", Go), .. besides], Timeout = timeout };

    /// <summary>One has begun.</summary>
    public Task BegunAsync() => Eventually.True(() => File.Exists(Runs), "it runs");

    public Task LetGoAsync() => File.WriteAllTextAsync(Go, string.Empty, Ct);

    public Task<string> ReadAsync() => File.ReadAllTextAsync(Runs, Ct);

    /// <summary>The processes that are left of them.</summary>
    public List<int> Processes() => [.. new LinuxProcessTable().WithVariable("RUNS", Runs).Select(process => process.Pid)];

    public void Dispose() => _folder.Dispose();
}
