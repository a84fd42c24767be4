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

    private string Sentence(HookRun run) => (run, run.Stage) switch
    {
        ({ Problem: { } problem }, _) => problem,
        ({ Outcome: HookOutcome.Succeeded, EndedAt: { } at }, HookStage.Preview) => T["PreviewCheck.Succeeded", Times.Clock(at)],
        ({ Outcome: HookOutcome.Succeeded, EndedAt: { } at }, _) => T["Hook.Succeeded", Times.Clock(at)],
        ({ EndedAt: { } at }, HookStage.Preview) => T["PreviewCheck.Stopped", Times.Clock(at)],
        ({ EndedAt: { } at }, _) => T["Hook.Stopped", Times.Clock(at)],
        (_, HookStage.Preview) => Runs(run.Attempt > 1 ? "PreviewCheck.RunsAgain" : "PreviewCheck.Runs", run),
        _ => Runs(run.Attempt > 1 ? "Hook.RunsAgain" : "Hook.Runs", run),
    };

    private string Runs(string key, HookRun run) => T[key, Times.Clock(run.StartedAt), Times.Planned(View.Timeout ?? HookCommand.UsualTimeout), run.Attempt];

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
