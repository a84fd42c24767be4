using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Access;
using Sluice.Domain.Freezes;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Settings;
using Sluice.Engine.Access;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Settings;

/// <summary>The way to all settings, and what is switched unusually. A plain answer: also those without a role come here, who may have no circuit.</summary>
public sealed partial class SettingsPage(
    ILiveStates live, CurrentActor current, AccessDirectory directory, SettingsIndex index, UnusualThings things, TimeProvider time, IStringLocalizer<Texts> T)
{
    internal const string Path = "/settings";
    private const int MostUnusual = 50;

    private IReadOnlyList<SettingsGroup> _groups = [];
    private IReadOnlyList<UnusualThing>? _unusual;
    private string? _problem;

    protected override async Task OnInitializedAsync()
    {
        var (settings, freezes, plans, now) = (SettingsBook.Empty, FreezeBook.Empty, PlanBook.Empty, time.GetUtcNow());
        try
        {
            await directory.ReadAsync(CancellationToken.None);
            if (current.Allows(Right.View, place: null))
            {
                settings = (await live.FindSettingsAsync(current.Tenant, CancellationToken.None)).State;
                freezes = (await live.FindFreezesAsync(current.Tenant, CancellationToken.None)).State;
                plans = (await live.FindPlansAsync(current.Tenant, CancellationToken.None)).State;
                _unusual = await things.ReadAsync(settings, freezes, now, CancellationToken.None);
            }
        }
        catch (Exception ex) when (ex is StoreUnavailableException or UnknownEventException)
        {
            // What leads on stands all the same; what is not known is not shown as if it were usual.
            _problem = ex.Message;
        }

        _groups = index.Of(_problem is null ? settings : null, _problem is null ? freezes : null, _problem is null ? plans : null, now);
    }
}
