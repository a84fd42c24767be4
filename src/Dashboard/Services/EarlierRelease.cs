using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Services;

/// <summary>A release that served a place before, to bring back with a deployment of its own.</summary>
/// <param name="PromotedAt">The last time.</param>
/// <param name="WasUndone">It was rolled back then.</param>
/// <param name="GoneAt">Since when its image is not kept any more; null while it is.</param>
/// <param name="CrossesSchema">A release after it, up to the live one, changes the schema.</param>
public sealed record EarlierRelease(Release Release, DateTimeOffset PromotedAt, bool WasUndone, DateTimeOffset? GoneAt, bool CrossesSchema)
{
    /// <summary>As many as are kept restorable.</summary>
    public const int Most = 10;

    /// <param name="promoted">Deployments of the service that succeeded, newest first; dry runs too, which never had a request.</param>
    public static ValueList<EarlierRelease> Of(Service service, ServiceEnvironment place, IEnumerable<DeploymentRow> promoted) =>
    [
        .. promoted.Where(row => row.Environment == place.Spec.Name && row.ToRelease != place.Live && Served(row)).DistinctBy(row => row.ToRelease)
            .Select(row => service.Release(row.ToRelease) is { } release ? Of(service, place, release, row) : null).OfType<EarlierRelease>().Take(Most),
    ];

    private static bool Served(DeploymentRow row) => row.Course.MostShare > Share.None || row.Kind == Words.Of(DeploymentKind.Initial);

    private static EarlierRelease Of(Service service, ServiceEnvironment place, Release release, DeploymentRow row) => new(
        release,
        row.EndedAt ?? row.CreatedAt,
        row.Superseded,
        service.GoneImages.FirstOrDefault(gone => gone.Release == release.Number)?.At,
        service.Releases.Any(one => one.Number > release.Number && one.Number <= place.Live && one.Spec.SchemaChange));
}
