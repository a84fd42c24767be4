using System.Globalization;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>By which labels and names a container is known as ours, and as which instance.</summary>
internal sealed class ContainerLabels(string owner)
{
    public const string Instance = "sluice.instance";
    public const string Release = "sluice.release";
    public const string Slot = "sluice.slot";
    public const string Port = "sluice.port";
    public const string Image = "sluice.image";
    public const string Grace = "sluice.grace";

    /// <summary>Of a command of a deployment: whose it is, and which run.</summary>
    public const string Hook = "sluice.hook";

    private const string PreviewRun = "/preview";
    private const string Owner = "sluice.owner";
    private const string Tenant = "sluice.tenant";
    private const string Service = "sluice.service";
    private const string Environment = "sluice.environment";

    /// <summary>What every container of the place bears.</summary>
    public Dictionary<string, string> OfPlace(PlaceKey place) => new(StringComparer.Ordinal)
    {
        [Owner] = owner,
        [Tenant] = Processes.PathName.Of(place.Tenant),
        [Service] = place.Service.Value,
        [Environment] = place.Environment.Value,
    };

    /// <summary>The release's own first: none of them takes the place of ours.</summary>
    public Dictionary<string, string> Of(PlaceKey place, Release release, int slot, string instance)
    {
        var spec = release.Spec.Container ?? ContainerSpec.Default;
        var labels = (spec.Labels ?? []).ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal);
        foreach (var (name, value) in OfPlace(place))
        {
            labels[name] = value;
        }

        labels[Release] = Number(release.Number);
        labels[Slot] = Number(slot);
        labels[Instance] = instance;
        labels[Port] = Number(spec.Port);
        labels[Image] = release.Spec.Image!;

        // Always, as all of ours: an image may bear a label of this name.
        labels[Grace] = Number((int)Math.Ceiling((spec.StopGrace ?? TimeSpan.Zero).TotalSeconds));

        return labels;
    }

    /// <summary>The release's own are left out: what finds instances by them would find this too.</summary>
    public Dictionary<string, string> OfHook(PlaceKey place, Release release, HookRunId run)
    {
        var own = OfPlace(place);
        own[Release] = Number(release.Number);
        own[Image] = release.Spec.Image!;
        own[Hook] = string.Create(CultureInfo.InvariantCulture, $"{run.Deployment.Value}/{run.Attempt}{(run.Stage == HookStage.Preview ? PreviewRun : string.Empty)}");
        return own;
    }

    /// <summary>Null for a container that is no command of a deployment.</summary>
    public static HookRunId? RunOf(IReadOnlyDictionary<string, string>? labels)
    {
        var run = labels?.GetValueOrDefault(Hook);
        var stage = run?.EndsWith(PreviewRun, StringComparison.Ordinal) == true ? HookStage.Preview : HookStage.PreDeploy;
        return (stage == HookStage.Preview ? run![..^PreviewRun.Length] : run)?.Split('/') is [var deployment, var attempt] && int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(DeploymentId.From(deployment), number) { Stage = stage }
            : null;
    }

    /// <summary>The same for the same run, always.</summary>
    public string NameOfHook(PlaceKey place, HookRunId run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{owner}.{Processes.PathName.Of(place.Tenant)}.{Processes.PathName.Of(place.Service.Value)}.{Processes.PathName.Of(place.Environment.Value)}.{(run.Stage == HookStage.Preview ? "preview" : "hook")}.{Processes.PathName.Of(run.Deployment.Value)}.{run.Attempt}");

    public bool AreOf(PlaceKey place, IReadOnlyDictionary<string, string>? labels) =>
        labels is not null && OfPlace(place).All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);

    /// <summary>The same for the same slot, always: the engine itself sees to it that a slot is not filled twice.</summary>
    public string NameOf(PlaceKey place, int release, int slot) => string.Create(
        CultureInfo.InvariantCulture,
        $"{owner}.{Processes.PathName.Of(place.Tenant)}.{Processes.PathName.Of(place.Service.Value)}.{Processes.PathName.Of(place.Environment.Value)}.r{release}.{slot}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
