using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Demo;

/// <summary>The demonstration's service: declares it, brings its first release live, and starts releases on demand.</summary>
internal sealed class DemoShop(ICommandBus commands, ILiveStates states, IStringLocalizer<Texts> T) : IDemo
{
    private static readonly Actor s_demo = Actor.Person("demo");

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "demo", "shop", "Sluice.Shop");

    public IReadOnlyList<DemoRelease> Releases =>
    [
        new(DemoPlan.Good, T["Demo.Good"], T["Demo.GoodText"]),
        new(DemoPlan.Bad, T["Demo.Bad"], T["Demo.BadText"]),
        new(DemoPlan.NeedsPerson, T["Demo.NeedsPerson"], T["Demo.NeedsPersonText"]),
    ];

    public async Task<CommandAnswer> StartAsync(string kind, Actor by, CancellationToken ct)
    {
        var service = await states.FindServiceAsync(TenantId.Default, DemoPlan.Service, ct);
        var next = (service?.State.Releases.Count ?? 0) + 1;
        return await commands.CreateDeploymentAsync(TenantId.Default, DemoPlan.Request(kind, next, Program), new CommandContext(by, T["Demo.Reason"]), ct);
    }

    /// <summary>From nothing to a canary under way; on a second start, only what is missing.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await commands.DeclareServiceAsync(TenantId.Default, DemoPlan.Service, [DemoPlan.Place], new CommandContext(s_demo), ct);
        if (await LiveAsync(ct) is not null)
        {
            return;
        }

        await StartAsync(DemoPlan.Good, s_demo, ct);
        await UntilLiveAsync(ct);
        await StartAsync(DemoPlan.Good, s_demo, ct);
    }

    private async Task UntilLiveAsync(CancellationToken ct)
    {
        var changed = new SemaphoreSlim(0);
        using var subscription = states.Subscribe(_ => changed.Release());
        while (await LiveAsync(ct) is null)
        {
            await changed.WaitAsync(ct);
        }
    }

    private async Task<int?> LiveAsync(CancellationToken ct) =>
        (await states.FindServiceAsync(TenantId.Default, DemoPlan.Service, ct))?.State.Environment(DemoPlan.Environment)?.Live;
}
