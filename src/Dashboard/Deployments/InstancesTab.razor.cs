using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Deployments;

/// <summary>What runs for the deployment, and on demand what it wrote last.</summary>
public sealed partial class InstancesTab(IEnumerable<IWorkloadRuntime> runtimes) : IDisposable
{
    private const int MostLines = 100;
    private readonly CancellationTokenSource _stop = new();
    private string? _open;
    private string? _lines;

    /// <summary>As much of a digest as people compare.</summary>
    private static string Short(string? digest) => digest is { Length: > 19 } ? digest[..19] + "…" : digest ?? "";

    private async Task ToggleAsync(string instance)
    {
        if (_open == instance)
        {
            (_open, _lines) = (null, null);
            return;
        }

        (_open, _lines) = (instance, null);
        _lines = await ReadAsync(instance);
    }

    private async Task<string> ReadAsync(string instance)
    {
        if (runtimes.FirstOrDefault(r => r.Kind == View.Runtime) is not { } runtime)
        {
            return T["Instances.NoLines"];
        }

        try
        {
            var lines = await runtime.ReadLastLinesAsync(View.Place, instance, MostLines, _stop.Token);
            return lines.Count > 0 ? string.Join('\n', lines) : T["Instances.NoLines"];
        }
        catch (RuntimeException ex)
        {
            return T["Instances.Unreadable", ex.Message];
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return string.Empty;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
