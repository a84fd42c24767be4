using Sluice.Domain;
using Sluice.Domain.Settings;

namespace Sluice.Engine.Commands;

internal sealed partial class CommandBus
{
    public Task<CommandAnswer> SendAsync(TenantId tenant, SettingsCommand command, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            await states.RefreshAsync(tenant, SettingsBook.Stream, ct);
            var book = await states.FindSettingsAsync(tenant, ct);
            return new Attempt(SettingsDecider.Decide(book.State, command), default, book.Version, Deployment: null, Found: null, Release: null) { Command = CommandNames.Of(command) };
        }, ct);
}
