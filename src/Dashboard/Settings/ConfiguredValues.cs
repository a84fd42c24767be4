using System.Globalization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Engine.Metrics;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Notifications;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using Sluice.Engine.Strategies;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Dashboard.Settings;

/// <summary>What the settings of the installation say about how long things are kept and where they come from. To be read; it is changed in the files, and takes a restart.</summary>
public sealed class ConfiguredValues(IServiceProvider services, IConfiguration configuration, IStringLocalizer<Texts> texts)
{
    /// <summary>What no setting changes has no key.</summary>
    public IReadOnlyList<ConfiguredValue> Kept =>
    [
        new(texts["Kept.Events"], texts["Kept.ForEver"], Key: null),
        new(texts["Kept.Evidence"], Days(IStratumStore.Kept), Key: null),
        new(texts["Kept.Hours"], Days(IStratumStore.KeptHours), Key: null),
        new(texts["Kept.Served"], Days(IServedHistory.Kept), Key: null),
        new(texts["Kept.Answered"], Days(IGateQueries.DecidedWithin), Key: null),
        new(texts["Kept.Messages"], Days(Of<NotificationOptions>().KeepFor), $"{NotificationOptions.Section}:{nameof(NotificationOptions.KeepFor)}"),
        new(texts["Kept.Images"], Of<ContainerOptions>().KeepImages is > 0 and var images ? texts["Kept.Releases", images] : texts["Kept.ForEver"], $"{ContainerOptions.Section}:{nameof(ContainerOptions.KeepImages)}"),
        new(texts["Kept.Session"], Times.Planned(Of<AccessOptions>().SessionLength), "Access:" + nameof(AccessOptions.SessionLength)),
    ];

    /// <summary>Without paths, users and passwords: an administrator of one tenant reads it too.</summary>
    public IReadOnlyList<ConfiguredValue> Sources =>
    [
        new(texts["Sources.Database"], texts[string.IsNullOrWhiteSpace(configuration.GetConnectionString("Sluice")) ? "Sources.Embedded" : "Sources.Own"], "ConnectionStrings:Sluice"),
        new(texts["Sources.Schema"], Of<StoreOptions>().Schema, "Store:" + nameof(StoreOptions.Schema)),
        new(texts["Sources.Gateway"], Of<GatewayOptions>() is { Managed: true } gateway ? gateway.Urls : texts["Sources.Foreign"], "Gateway:" + (Of<GatewayOptions>().Managed ? nameof(GatewayOptions.Urls) : nameof(GatewayOptions.Contact))),
        new(texts["Sources.Containers"], Of<ContainerOptions>() is { IsSet: true } containers ? new Uri(containers.Host!).Scheme : texts["Setting.Nothing"], $"{ContainerOptions.Section}:{nameof(ContainerOptions.Host)}"),
        new(texts["Sources.Strategies"], Of<StrategyOptions>().Assemblies.Count.ToString("N0", CultureInfo.CurrentCulture), $"{StrategyOptions.Section}:{nameof(StrategyOptions.Assemblies)}"),
        new(texts["Sources.Metrics"], texts["Sources.OfServices"], Key: null),
    ];

    private T Of<T>()
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    /// <summary>What somebody has set to one day, or to a part of one, is said as it is set.</summary>
    private string Days(TimeSpan time) => time.TotalDays is > 1 and var days && double.IsInteger(days) ? texts["Kept.Days", days] : Times.Planned(time);
}

/// <param name="Key">Where it is set, in appsettings.json or the environment; null: no setting changes it.</param>
public sealed record ConfiguredValue(string What, string Value, string? Key);
