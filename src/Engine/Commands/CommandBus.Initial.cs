using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Engine.Commands;

internal sealed partial class CommandBus
{
    public Task<CommandAnswer> RecordInitialAsync(
        TenantId tenant, ServiceName service, EnvironmentName environment, int? release, ReleaseSpec? newRelease, CommandContext context, CancellationToken ct) =>
        WithServiceAsync(tenant, service, context, async known =>
        {
            var book = await FreezesAsync(tenant, refresh: true, ct);
            var now = time.GetUtcNow();
            var (id, decision) = InitialRecord.Record(known.State.Under(book.State, now), environment, release, newRelease);

            // The same order again is answered as the first one was.
            var earlier = decision is Decision.Ignored ? await states.FindDeploymentAsync(tenant, id, ct) : null;
            var number = CreatedBy(decision)?.ToRelease ?? earlier?.State.Spec.ToRelease;
            return new Attempt(decision, service, known.Version, id, earlier, number) { At = now, Command = CommandNames.RecordInitial };
        }, ct);
}
