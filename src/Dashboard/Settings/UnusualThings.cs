using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Vitals;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Settings;

/// <summary>What is not as it usually is: a paused engine, freezes, a banner, and on what runs now, checks that were muted, gates that were broken and orders against the evidence.</summary>
public sealed class UnusualThings(ILiveStates live, CurrentActor current, FreezeText text, IStringLocalizer<Texts> texts)
{
    /// <exception cref="StoreUnavailableException">A deployment is not in memory and cannot be read.</exception>
    public async Task<IReadOnlyList<UnusualThing>> ReadAsync(SettingsBook settings, FreezeBook freezes, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(freezes);
        var things = new List<UnusualThing>();
        if (freezes.EnginePause is { } pause)
        {
            things.Add(new("pause", texts["Engine.Paused"], pause.Sentence, HealthPage.Path + "#engine-pause"));
        }

        things.AddRange(freezes.Freezes.Where(freeze => freeze.InForce(now) is not null).Select(freeze => new UnusualThing("frost", texts["Unusual.Frozen", text.ScopeOf(freeze.Spec)], freeze.Spec.Reason, FreezesPage.Path)));
        if (settings.Banner is { } banner)
        {
            things.Add(new("bell", texts["Unusual.Banner", banner.By.Name], banner.Text, current.MaySet(new SettingsCommand.RemoveBanner()) ? ConsolePage.Path : null));
        }

        foreach (var (service, id) in live.Services(current.Tenant).SelectMany(service => service.State.Environments.Select(place => place.Holder).OfType<DeploymentId>().Select(id => (service.State.Name, id))).Distinct())
        {
            try
            {
                if ((await live.FindDeploymentAsync(current.Tenant, id, ct))?.State is { Status.IsTerminal: false } deployment)
                {
                    things.AddRange(Of(deployment));
                }
            }
            catch (UnknownEventException ex)
            {
                // Mostly of a newer version. The others can be told all the same.
                things.Add(new("alert", texts["Unusual.Unread", id], ex.Message, PageOf(service, id)));
            }
        }

        return things;
    }

    private IEnumerable<UnusualThing> Of(Deployment deployment)
    {
        var page = PageOf(deployment.Spec.Service, deployment.Id);
        if (deployment.Muted.Count > 0)
        {
            yield return new("skip", texts["Unusual.Muted", deployment.Id], string.Join(", ", deployment.Muted), page);
        }

        if (deployment.BrokenGate is { } gate)
        {
            yield return new("alert", texts["Unusual.Broken", deployment.Id, gate.By.Name], gate.Incident, page);
        }
        else if (deployment.HasOverride)
        {
            yield return new("alert", texts["Unusual.Override", deployment.Id], Recorded: null, page);
        }
    }

    private static string PageOf(ServiceName service, DeploymentId id) => $"/s/{service}/d/{id.Value[(service.Value.Length + 1)..]}";
}

/// <param name="Recorded">What people or rules said of it, as it was recorded.</param>
/// <param name="Href">Where it can be looked at; null where the reader may not.</param>
public sealed record UnusualThing(string Icon, string Says, string? Recorded, string? Href);
