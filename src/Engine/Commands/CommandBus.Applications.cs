using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Services;

namespace Sluice.Engine.Commands;

internal sealed partial class CommandBus
{
    public Task<CommandAnswer> SendAsync(TenantId tenant, ApplicationCommand command, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            await states.RefreshAsync(tenant, ApplicationBook.Stream, ct);
            foreach (var wish in (command as ApplicationCommand.Start)?.Wishes ?? [])
            {
                await states.RefreshAsync(tenant, wish.Service.Stream, ct);
            }

            var book = await states.FindApplicationsAsync(tenant, ct);
            var all = (command is ApplicationCommand.Start ? states.Services() : []).ToLookup(other => other.Tenant == tenant, other => other.Service);
            var decision = Runnable(ApplicationDecider.Decide(book.State, command, [.. all[true].Select(one => one.State)], [.. all[false].Select(one => one.State)]));
            return new Attempt(decision, default, book.Version, Deployment: null, Found: null, Release: null)
            {
                Command = CommandNames.Of(command),
                Application = command.Application,
                ServiceVersions = all[true].ToDictionary(one => one.State.Name, one => one.Version),
            };
        }, ct);

    /// <summary>What this installation cannot run is refused before anything is written down.</summary>
    private Decision Runnable(Decision decision) =>
        (decision as Decision.Accepted)?.Services.SelectMany(one => one.Events).OfType<ServiceEvent.ReleaseAdded>()
            .Select(added => runtimes?.WhyNot(RuntimeKind.Container, added.Spec)).FirstOrDefault(one => one is not null) is { } why
            ? Decision.Illegal(why)
            : decision;
}
