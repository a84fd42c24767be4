using System.Globalization;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Fleet;

/// <summary>One order for all chosen lines: asked as strictly as the strictest of them, answered one by one.</summary>
public sealed partial class BulkBar(Orders orders, CurrentActor current, EventSentence sentences) : IDisposable
{
    private const int MostNamed = 12;
    private readonly CancellationTokenSource _stop = new();
    private BulkPlan? _asked;
    private BulkRun? _run;

    /// <summary>Those that are chosen; each has a deployment.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<FleetLine> Lines { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    private IReadOnlyList<BulkPlan> Plans => [.. BulkPlan.Actions.Select(action => BulkPlan.Of(action, Lines, current.Limit))];

    /// <summary>One line for each action that is not legal for all, with the first that stands in its way.</summary>
    private IReadOnlyList<(DeploymentAction Action, string Reason)> Blocking => [.. Plans.Where(plan => !plan.IsLegal).Select(plan => (plan.Action, ReasonAgainst(plan)!))];

    private string Title => _asked is { } asked ? T["Bulk.Title", NameOf(asked.Action), asked.Lines.Count] : string.Empty;

    private string Consequence => _asked is { } asked ? T[$"BulkThen.{asked.Action}", asked.Lines.Count] : string.Empty;

    private string Phrase => (_asked?.Lines.Count ?? 0).ToString(CultureInfo.InvariantCulture);

    private IReadOnlyList<string> Reasons => [T["Reason.Errors"], T["Reason.Latency"], T["Reason.WrongVersion"], T["Reason.Other"]];

    private string NameOf(DeploymentAction action) => action is DeploymentAction.Extend ? T["Bulk.Extend", BulkPlan.Extension.TotalMinutes] : T[$"Action.{action}"];

    private string? ReasonAgainst(BulkPlan plan) => plan.Blocked switch
    {
        [] => null,
        [var (line, reason)] => T["Bulk.Blocked", $"{line.Service}/{line.Environment}", reason].Value,
        [var (line, reason), ..] => T["Bulk.BlockedMany", $"{line.Service}/{line.Environment}", reason, plan.Blocked.Count - 1].Value,
    };

    private void Ask(BulkPlan plan) => _asked = plan;

    private async Task GiveAsync(ConfirmAnswer answer)
    {
        if (_asked is not { } plan)
        {
            return;
        }

        var run = new BulkRun(plan.Action, plan.Lines);
        (_asked, _run) = (null, run);
        await OnClear.InvokeAsync();
        await run.GiveAsync(orders, answer.Reason, StateHasChanged);
        _ = ResolveAsync(run);
    }

    private async Task ResolveAsync(BulkRun run)
    {
        try
        {
            await run.ResolveAsync(orders, new OrderOutcome.Refused(T["Order.NotApplied"]), () => _ = InvokeAsync(StateHasChanged), _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    private string Words(OrderOutcome? outcome) => outcome switch
    {
        null => T["Bulk.Waiting"],
        OrderOutcome.Done => T["Bulk.Done"],
        OrderOutcome.Nothing n => T["Answer.Nothing", n.Why],
        OrderOutcome.Refused r => T["Answer.Refused", r.Why],
        OrderOutcome.MovedOn m => T["Answer.MovedOn", m.Since.Count > 0 ? sentences.Of(m.Since[^1].Event) : string.Empty],
        _ => T["Bulk.Unknown"],
    };

    private static string Mark(OrderOutcome? outcome) => outcome is null ? "waiting" : outcome.GetType().Name.ToLowerInvariant();

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
