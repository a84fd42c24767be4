using Sluice.Dashboard.Deployments;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Fleet;

/// <summary>One deployment of an order for several.</summary>
/// <param name="CommandId">Made when the order was prepared: given again, it is applied once.</param>
internal sealed record BulkItem(FleetLine Line, string CommandId)
{
    public DeploymentId Deployment => Line.Deployment!.Id;

    /// <summary>Null until it was answered.</summary>
    public OrderOutcome? Outcome { get; init; }
}

/// <summary>Gives one order to several deployments, each by itself: what one answers keeps no other from its own.</summary>
internal sealed class BulkRun(DeploymentAction action, IReadOnlyList<FleetLine> lines)
{
    private const int AtOnce = 8;
    private readonly BulkItem[] _items = [.. lines.Select(line => new BulkItem(line, Orders.NewId()))];

    public DeploymentAction Action => action;

    public IReadOnlyList<BulkItem> Items => _items;

    public int Answered => _items.Count(item => item.Outcome is not null);

    public int Applied => _items.Count(item => item.Outcome is OrderOutcome.Done);

    public bool IsOver => Answered == _items.Length;

    /// <param name="reason">Recorded with each.</param>
    /// <param name="changed">Called after every few answers.</param>
    public async Task GiveAsync(Orders orders, string? reason, Action changed)
    {
        foreach (var some in Enumerable.Range(0, _items.Length).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(async i => _items[i] = _items[i] with { Outcome = await orders.GiveAsync(_items[i].Line.Deployment!, OrderFor(_items[i], reason)) }));
            changed();
        }
    }

    /// <summary>Asks what became of those whose answers were lost, until somebody can say. None is sent again.</summary>
    public async Task ResolveAsync(Orders orders, OrderOutcome notApplied, Action changed, CancellationToken ct)
    {
        for (var i = 0; i < _items.Length; i++)
        {
            if (_items[i].Outcome is OrderOutcome.Unknown)
            {
                var found = await orders.FindAsync(_items[i].Deployment, _items[i].CommandId, ct);
                _items[i] = _items[i] with { Outcome = found ?? notApplied };
                changed();
            }
        }
    }

    private Order OrderFor(BulkItem item, string? reason) =>
        new(action, item.CommandId, item.Line.Version, reason, action is DeploymentAction.Extend ? BulkPlan.Extension : default);
}
