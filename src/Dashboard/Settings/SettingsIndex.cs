using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Access.Settings;
using Sluice.Dashboard.Audit;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Notifications;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Settings.Plans;
using Sluice.Dashboard.Vitals;
using Sluice.Domain.Access;
using Sluice.Domain.Freezes;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Settings;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Settings;

/// <summary>Everything that can be set, and how it is now. Only what the reader may open.</summary>
public sealed class SettingsIndex(CurrentActor current, AccessDirectory directory, SettingText text, IStringLocalizer<Texts> texts)
{
    /// <summary>Groups without entries are left out.</summary>
    /// <param name="settings">Null while they cannot be read.</param>
    /// <param name="freezes">Null while they cannot be read.</param>
    /// <param name="plans">Null while they cannot be read.</param>
    public IReadOnlyList<SettingsGroup> Of(SettingsBook? settings, FreezeBook? freezes, PlanBook? plans, DateTimeOffset now)
    {
        SettingsGroup[] groups =
        [
            new(texts["Settings.Me"], [.. Me()]),
            new(texts["Settings.Team"], [.. Team(settings, plans)]),
            new(texts["Settings.Administration"], [.. Administration(settings, freezes, now)]),
        ];
        return [.. groups.Where(group => group.Entries.Count > 0)];
    }

    private IEnumerable<SettingsEntry> Me()
    {
        if (current.Account is null && !current.IsBootstrap)
        {
            yield break;
        }

        var account = current.Account is { } name ? directory.Now.Find(current.Tenant, name) : null;
        yield return Entry("Look", MePage.Path + "#look") with { Shown = [BrowserSetting.Theme, BrowserSetting.Density] };
        yield return Entry("Time", MePage.Path + "#time") with { Shown = [BrowserSetting.Zone] };
        yield return Entry("Keys", MePage.Path + "#keys") with { Shown = [BrowserSetting.Keys] };
        if (account is not null)
        {
            yield return Entry("Presence", MePage.Path + "#presence", texts[account.ShowsPresence ? "Settings.Shown" : "Settings.Hidden"]);
        }

        yield return Entry("Notices", MePage.Path + "#notices");
        yield return Entry("Account", MePage.Path, texts["Settings.Roles", current.Grants.Count]);
    }

    private IEnumerable<SettingsEntry> Team(SettingsBook? settings, PlanBook? plans)
    {
        if (current.Allows(Right.View, place: null))
        {
            yield return Entry("Views", TeamViewsPage.Path, settings is null ? null : texts["Settings.ViewCount", settings.Views.Count].Value);
            yield return Entry("Plans", PlansPage.Path, plans is null ? null : texts["Settings.PlanCount", plans.Templates.Count(plan => plan.InForce is not null), plans.Templates.Count(plan => plan.Proposed is not null)].Value);
        }
    }

    private IEnumerable<SettingsEntry> Administration(SettingsBook? settings, FreezeBook? freezes, DateTimeOffset now)
    {
        if (current.Allows(Right.View, place: null))
        {
            yield return Entry("Freezes", FreezesPage.Path, freezes is null ? null : texts["Settings.InForce", freezes.Freezes.Count(freeze => freeze.InForce(now) is not null)].Value);
            yield return Entry("Engine", HealthPage.Path + "#engine-pause", freezes is null ? null : texts[freezes.EnginePause is null ? "Settings.Working" : "Settings.Paused"].Value);
        }

        if (current.Allows(Right.Administer, place: null))
        {
            yield return Entry("Banner", ConsolePage.Path, settings is null ? null : texts[settings.Banner is null ? "Settings.NoBanner" : "Settings.Banner"].Value);
            yield return Entry("Theme", ConsolePage.Path, settings is null ? null : text.Of(settings.Theme));
            yield return Entry("Kept", ConsolePage.Path + "#kept");
            yield return Entry("Sources", ConsolePage.Path + "#sources");
            yield return Entry("Channels", ChannelsPage.Path);
            yield return Entry("Access", AccessPage.Path, texts["Settings.Accounts", directory.Now.Accounts(current.Tenant).Count]);
        }

        if (current.Allows(Right.Audit, place: null))
        {
            yield return Entry("Audit", $"{AuditAddress.Path}?view=configuration");
        }
    }

    private SettingsEntry Entry(string name, string href, string? value = null) => new(texts[$"SettingsEntry.{name}"], texts[$"SettingsSays.{name}"], href, value);
}
