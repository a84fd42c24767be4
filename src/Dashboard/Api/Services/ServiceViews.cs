using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Freezes;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Services;

/// <summary>From a service and what was last seen of its places to what the wire shows.</summary>
internal sealed class ServiceViews(IPlaceStatuses places)
{
    public ServiceView Of(TenantId tenant, Versioned<Service> service) => new(
        service.State.Name.Value,
        service.State.Environments.Select(place => Of(place, places.Find(new PlaceKey(tenant, service.State.Name, place.Spec.Name)))).ToList(),
        service.State.Releases.Count,
        service.State.LastDeployment,
        service.Version,
        Of(service.State.Profile));

    private static ProfileView? Of(ServiceProfile profile) =>
        profile.IsEmpty ? null : new(profile.Team, profile.Owners, profile.OnCall, profile.Runbook, profile.TimeZone, profile.Description);

    public static ReleaseView Of(Service service, Release release) => new(
        release.Number,
        release.Spec.Command,
        release.Spec.Endpoints,
        release.Spec.Image,
        Of(release.Spec),
        release.Spec.Env.GroupBy(v => v.Name, StringComparer.Ordinal).ToDictionary(v => v.Key, v => v.Last().Value, StringComparer.Ordinal),
        release.Spec.Notes,
        release.Spec.CommitSha,
        release.Spec.SchemaChange,
        release.Spec.Replicas,
        Of(release.Spec.Readiness),
        service.Environments.Where(place => place.Live == release.Number).Select(place => place.Spec.Name.Value).ToList(),
        release.At,
        release.By.Name)
    {
        Origin = release.Spec.Origin is { } origin ? new(origin.Author, origin.BuiltAt, origin.Changes) : null,
        PreDeploy = release.Spec.PreDeploy is { } hook
            ? new(hook.Command, hook.Env.GroupBy(v => v.Name, StringComparer.Ordinal).ToDictionary(v => v.Key, v => v.Last().Value, StringComparer.Ordinal), hook.User, hook.Privileged, Durations.Format(hook.EffectiveTimeout))
            : null,
        ResolvedImage = release.Resolved is { } resolved ? new(resolved.Id, resolved.Digest) : null,
        ImageGoneSince = service.GoneImages.FirstOrDefault(gone => gone.Release == release.Number)?.At,
    };

    private static ReadinessView Of(Readiness readiness) => new(
        readiness.HttpPath,
        readiness.Kind == ReadinessKind.Tcp,
        Durations.Format(readiness.Timeout),
        readiness.Grpc,
        readiness.Command,
        readiness.Interval is { } interval ? Durations.Format(interval) : null,
        Durations.Format(readiness.ProbeTimeout ?? Readiness.UsualProbeTimeout),
        readiness.Retries ?? 1,
        readiness.StartPeriod is { } start ? Durations.Format(start) : null);

    private static ContainerView? Of(ReleaseSpec spec)
    {
        var container = spec.Container ?? ContainerSpec.Default;
        return spec.Image is null ? null : new(
            container.Port,
            container.User,
            container.Memory is { } memory ? ByteSizes.Format(memory) : null,
            container.Cpus,
            Words.Of(container.Pull),
            (container.Ports ?? []).Select(port => new PublishedPortView(port.Container, port.Host)).ToList(),
            container.MemoryReservation is { } reserved ? ByteSizes.Format(reserved) : null,
            Settings(container.Labels),
            (container.Volumes ?? []).Select(mount => new MountView(Words.Of(mount.Type), mount.Source, mount.Target, mount.ReadOnly)).ToList(),
            container.Networks ?? [],
            container.CapAdd ?? [],
            container.CapDrop ?? [],
            (container.Ulimits ?? []).Select(limit => new UlimitView(limit.Name, limit.Soft, limit.Hard)).ToList(),
            Settings(container.Sysctls),
            container.StopSignal,
            container.StopGrace is { } grace ? Durations.Format(grace) : null,
            container.Entrypoint);
    }

    private static Dictionary<string, string> Settings(ValueList<ContainerSetting>? settings) =>
        (settings ?? []).ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);

    private static EnvironmentView Of(ServiceEnvironment place, PlaceStatus? seen) => new(
        place.Spec.Name.Value,
        new RuntimeView(Words.Of(place.Spec.Runtime.Kind), place.Spec.Runtime.WorkingDirectory, Durations.Format(place.Spec.Runtime.DrainTimeout ?? RuntimeSpec.DefaultDrainTimeout), place.Spec.Runtime.RequireDigest),
        new RouterView(Words.Of(place.Spec.Router.Kind), place.Spec.Router.Host, place.Spec.Router.PathPrefix),
        place.Live,
        place.LiveBy?.Value,
        place.LiveSince,
        place.Standby is { } standby ? new StandbyView(standby.Release, standby.Until) : null,
        place.Holder?.Value,
        place.Queue.Select(id => id.Value).ToList(),
        place.Scheduled.Select(one => new ScheduledView(one.Deployment.Value, one.At)).ToList(),
        seen?.Set.Select(share => new ReleaseShareView(share.Release, share.Share.Percent)).ToList() ?? [],
        seen?.Problems ?? [],
        (place.Spec.Metrics ?? []).Select(m => new MetricView(
            m.Name, Words.Of(m.Kind), m.Path, m.Total, m.Bad, m.Histogram, m.Unit is { } unit ? Words.Of(unit) : null, m.Value)).ToList(),
        FreezeViews.Of(place.Frozen),
        GateViews.Of(place.Spec.OverrideApproval is { Quorum: > 0 } rule ? rule : null))
    {
        LiveIsRecorded = place.LiveIsRecorded,
    };
}
