using Sluice.Domain;
using Sluice.Domain.Freezes;
using Sluice.Engine.Live;

namespace Sluice.Engine.Commands;

internal sealed partial class CommandBus
{
    public Task<CommandAnswer> DeclareFreezeAsync(TenantId tenant, FreezeRequest request, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            var (book, now) = (await FreezesAsync(tenant, refresh: true, ct), time.GetUtcNow());
            var services = states.Services().Where(known => known.Tenant == tenant).Select(known => known.Service.State).ToList();
            var (id, decision) = FreezeDecider.Declare(book.State, request, services, now);
            return About(id, book, decision, now, CommandNames.DeclareFreeze);
        }, ct);

    public Task<CommandAnswer> LiftFreezeAsync(TenantId tenant, FreezeId freeze, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            var (book, now) = (await FreezesAsync(tenant, refresh: true, ct), time.GetUtcNow());
            return About(freeze, book, FreezeDecider.Lift(book.State, freeze, now), now, CommandNames.LiftFreeze);
        }, ct);

    public Task<CommandAnswer> PauseEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        OfEngineAsync(tenant, context, CommandNames.PauseEngine, book => FreezeDecider.PauseEngine(book, context.Reason), ct);

    public Task<CommandAnswer> ResumeEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        OfEngineAsync(tenant, context, CommandNames.ResumeEngine, FreezeDecider.ResumeEngine, ct);

    private Task<CommandAnswer> OfEngineAsync(TenantId tenant, CommandContext context, string command, Func<FreezeBook, Decision> decide, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            var book = await FreezesAsync(tenant, refresh: true, ct);
            return new Attempt(decide(book.State), default, book.Version, Deployment: null, Found: null, Release: null) { At = time.GetUtcNow(), Command = command };
        }, ct);

    private static Attempt About(FreezeId id, Versioned<FreezeBook> book, Decision decision, DateTimeOffset now, string command) =>
        new(decision, default, book.Version, Deployment: null, Found: null, Release: null) { At = now, Command = command, Freeze = id };

    private async Task<Versioned<FreezeBook>> FreezesAsync(TenantId tenant, bool refresh, CancellationToken ct)
    {
        if (refresh)
        {
            await states.RefreshAsync(tenant, FreezeBook.Stream, ct);
        }

        return await states.FindFreezesAsync(tenant, ct);
    }
}
