using Sluice.Domain;
using Sluice.Domain.PlanTemplates;

namespace Sluice.Engine.Commands;

internal sealed partial class CommandBus
{
    public Task<CommandAnswer> SendAsync(TenantId tenant, PlanCommand command, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            await states.RefreshAsync(tenant, PlanBook.Stream, ct);
            var book = await states.FindPlansAsync(tenant, ct);
            return new Attempt(PlanDecider.Decide(book.State, command, CallerOf(context)), default, book.Version, Deployment: null, Found: null, Release: null) { Command = CommandNames.Of(command) };
        }, ct);

    /// <summary>As they are stored: what was retired elsewhere a moment ago is not begun with.</summary>
    private async Task<PlanBook> PlansAsync(TenantId tenant, CancellationToken ct)
    {
        await states.RefreshAsync(tenant, PlanBook.Stream, ct);
        return (await states.FindPlansAsync(tenant, ct)).State;
    }
}
