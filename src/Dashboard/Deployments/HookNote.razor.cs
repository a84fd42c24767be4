using Sluice.Dashboard.Access;
using Sluice.Domain.Hooks;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Deployments;

/// <summary>A command of the deployment: what runs and since when, or what became of it, and on demand what it wrote last.</summary>
public sealed partial class HookNote(HookLog log, CurrentActor current) : IDisposable
{
    private const int MostLines = 100;
    private readonly CancellationTokenSource _stop = new();
    private bool _isOpen;
    private string? _lines;

    private static string? Tone(HookRun run) => run.Outcome switch
    {
        null or HookOutcome.Stopped => null,
        HookOutcome.Succeeded => "callout--success",
        _ => "callout--warning",
    };

    private static string Keys(HookRun run) => run.Stage == HookStage.Preview ? "PreviewCheck" : "Hook";

    private string Sentence(HookRun run) => run switch
    {
        { Problem: { } problem } => problem,
        { Outcome: HookOutcome.Succeeded, EndedAt: { } at } => T[$"{Keys(run)}.Succeeded", Times.Clock(at)],
        { EndedAt: { } at } => T[$"{Keys(run)}.Stopped", Times.Clock(at)],
        _ => T[$"{Keys(run)}.{(run.Attempt > 1 ? "RunsAgain" : "Runs")}", Times.Clock(run.StartedAt), Times.Planned(View.Timeout ?? HookCommand.UsualTimeout), run.Attempt],
    };

    private async Task ToggleAsync()
    {
        (_isOpen, _lines) = (!_isOpen, null);
        if (_isOpen)
        {
            _lines = await ReadAsync();
        }
    }

    private async Task<string> ReadAsync()
    {
        try
        {
            var lines = View.IsPast ? View.Run!.LastLines : await log.ReadAsync(current.Tenant, View.State, View.Run!, MostLines, _stop.Token);
            return lines.Count > 0 ? string.Join('\n', lines) : T["Instances.NoLines"];
        }
        catch (Exception ex) when (ex is RuntimeException or StoreUnavailableException)
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
