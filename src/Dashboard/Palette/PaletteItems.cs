using System.Globalization;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Access.Settings;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Compose;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Notifications;
using Sluice.Dashboard.Vitals;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Settings;
using Sluice.Dashboard.Settings.Plans;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Palette;

/// <summary>What the palette offers on a page: what can be done there, and every place that the person may go to.</summary>
public sealed class PaletteItems(ILiveStates live, CurrentActor current, ActionNames names, IStringLocalizer<Texts> texts)
{
    // What one click would do at once is not offered: the palette only opens questions.
    private static readonly DeploymentAction[] s_asked =
        [DeploymentAction.Start, DeploymentAction.Promote, DeploymentAction.PromoteFully, DeploymentAction.Approve, DeploymentAction.Reject, DeploymentAction.Abort, DeploymentAction.RollBack, DeploymentAction.Retry];

    /// <param name="path">Of the page that is open.</param>
    public async Task<IReadOnlyList<PaletteItem>> OnAsync(string path, IEnumerable<RecentPage> recent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(path);
        var services = live.Services(current.Tenant).Select(service => service.State).ToList();
        return
        [
            .. await HereAsync(path.Split('/', StringSplitOptions.RemoveEmptyEntries), ct),
            .. recent.Select(page => new PaletteItem(PaletteGroup.Recent, page.Title, page.Href)),
            .. Pages(),
            .. services.Select(service => new PaletteItem(PaletteGroup.Services, service.Name.Value, $"/s/{service.Name}")),
            .. services.SelectMany(Active),
            new(PaletteGroup.Help, texts["Keys.Title"], "#keys", Keys: "?"),
        ];
    }

    private async Task<IEnumerable<PaletteItem>> HereAsync(string[] parts, CancellationToken ct) => parts switch
    {
        ["s", var service, "d", var number, ..] => await ActionsAsync(service, number, ct),
        ["s", var service, ..] => [new(PaletteGroup.Here, texts["Service.NewDeployment"], $"/s/{service}/new")],
        _ => [],
    };

    private async Task<IEnumerable<PaletteItem>> ActionsAsync(string service, string number, CancellationToken ct)
    {
        try
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
                || await live.FindDeploymentAsync(current.Tenant, DeploymentId.Of(ServiceName.From(service), parsed), ct) is not { State: var d }
                || (await live.FindServiceAsync(current.Tenant, d.Spec.Service, ct))?.State.Environment(d.Spec.Environment) is not { } place)
            {
                return [];
            }

            var page = $"/s/{service}/d/{number}";
            return
            [
                .. s_asked
                    .Select(action => current.Limit(Legality.Of(d, place, action), d.Spec))
                    .Where(allowed => allowed.Level > 0)
                    .OrderBy(allowed => allowed.IsLegal ? 0 : 1)
                    .Select(allowed => new PaletteItem(
                        PaletteGroup.Here,
                        texts["Fleet.Ask", names.Of(allowed.Action, d)],
                        allowed.IsLegal ? $"{page}?ask={allowed.Action.ToString().ToLowerInvariant()}" : null,
                        allowed.ReasonIfNot)),
                new(PaletteGroup.Here, texts["Palette.Replay"], $"{page}/replay"),
            ];
        }
        catch (StoreUnavailableException)
        {
            return [];
        }
    }

    private IEnumerable<PaletteItem> Active(Service service) =>
        from place in service.Environments
        from id in place.Queue.Concat(place.Scheduled.Select(one => one.Deployment)).Prepend(place.Holder ?? default)
        where id != default
        select new PaletteItem(PaletteGroup.Deployments, texts["Palette.Deployment", id, place.Spec.Name], $"/s/{service.Name}/d/{id.Value[(service.Name.Value.Length + 1)..]}");

    private IEnumerable<PaletteItem> Pages()
    {
        yield return new(PaletteGroup.GoTo, texts["Fleet.Title"], "/fleet", Keys: "G F");
        yield return new(PaletteGroup.GoTo, texts["Inbox.Title"], "/approvals", Keys: "G A");
        yield return new(PaletteGroup.GoTo, texts["Incidents.Title"], "/incidents", Keys: "G I");
        if (current.Allows(Right.Audit, place: null))
        {
            yield return new(PaletteGroup.GoTo, texts["Audit.Title"], "/audit", Keys: "G L");
        }

        yield return new(PaletteGroup.GoTo, texts["Compose.Title"], ComposePage.Path);
        yield return new(PaletteGroup.GoTo, texts["Freeze.Title"], FreezesPage.Path);
        yield return new(PaletteGroup.GoTo, texts["Health.Title"], HealthPage.Path, Keys: "G H");
        yield return new(PaletteGroup.GoTo, texts["Settings.Title"], SettingsPage.Path, Keys: "G S");
        yield return new(PaletteGroup.GoTo, texts["Account.Mine"], MePage.Path) { Also = texts["Palette.SettingsWords"] };
        yield return new(PaletteGroup.GoTo, texts["TeamPlans.Title"], PlansPage.Path);
        yield return new(PaletteGroup.GoTo, texts["TeamViews.Title"], TeamViewsPage.Path);
        if (current.Allows(Right.Administer, place: null))
        {
            yield return new(PaletteGroup.GoTo, texts["Console.Title"], ConsolePage.Path);
            yield return new(PaletteGroup.GoTo, texts["Access.Heading"], AccessPage.Path);
            yield return new(PaletteGroup.GoTo, texts["Channel.Title"], ChannelsPage.Path);
            yield return new(PaletteGroup.GoTo, texts["Fleet.Declare"], "/services/new");
        }
    }
}
