using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Deployments;

/// <summary>What people wrote down about the deployment, newest first.</summary>
public sealed partial class NotesTab(Orders orders)
{
    private const int Longest = 2_000;
    private string _text = string.Empty;
    private string? _said;
    private string _commandId = Orders.NewId();

    private IReadOnlyList<Note> Written => [.. Notes.Of(View.Events.Where(e => e.Event is DeploymentEvent).Select(e => (e.Version, (DeploymentEvent)e.Event))).Reverse()];

    private async Task AddAsync()
    {
        if (string.IsNullOrWhiteSpace(_text))
        {
            _said = T["Notes.Empty"];
            return;
        }

        // The same id as long as the answer is not known: sent twice, it is written once.
        var outcome = await orders.GiveAsync(View.State, new Order(DeploymentAction.AddNote, _commandId, View.Version, Text: _text.Trim()));
        (_said, var done) = outcome switch
        {
            OrderOutcome.Done => (T["Notes.Saved"].Value, true),
            OrderOutcome.Nothing n => (n.Why, true),
            OrderOutcome.Refused r => (r.Why, false),
            _ => (T["Notes.Unknown"].Value, false),
        };
        if (done)
        {
            (_text, _commandId) = (string.Empty, Orders.NewId());
        }
    }
}
