using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>What runs for a deployment, as last seen, and what it wrote last.</summary>
internal static class InstanceEndpoints
{
    private const int MostLines = 1_000;

    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        api.MapGet("/deployments/{id}/instances", ListAsync).Describe("list_instances", "The instances of a deployment's two releases, as last seen")
            .RequireAuthorization(Policies.View).Produces<ListView<InstanceView>>().MayRefuse(404, 409);
        api.MapGet("/deployments/{id}/instances/{instance}/log", ReadLogAsync).Describe("get_instance_log", "The last lines that an instance wrote")
            .RequireAuthorization(Policies.View).Produces<LogView>().MayRefuse(404, 409, 422);
        api.MapHookLog("hook", HookStage.PreDeploy, "get_hook_log", "The last lines that a deployment's pre-deploy command wrote");
        api.MapHookLog("preview_check", HookStage.Preview, "get_preview_check_log", "The last lines that a deployment's check on the preview wrote");
    }

    private static void MapHookLog(this IEndpointRouteBuilder api, string name, HookStage stage, string operation, string summary) =>
        api.MapGet($"/deployments/{{id}}/{name}/log", (HttpContext http, CurrentActor current, string id, ILiveStates live, HookLog hooks, string? lines, CancellationToken ct) => ReadHookLogAsync(http, current, id, stage, live, hooks, lines, ct))
            .Describe(operation, summary).RequireAuthorization(Policies.View).Produces<HookLogView>().MayRefuse(404, 409, 422);

    private static async Task<IResult> ReadHookLogAsync(HttpContext http, CurrentActor current, string id, HookStage stage, ILiveStates live, HookLog hooks, string? lines, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var count = query.Number(nameof(lines), 1, MostLines, $"1 to {MostLines}") ?? 100;
        query.Done();
        var deployment = (await live.GetAsync(current.Tenant, id, ct)).State;
        return (stage == HookStage.Preview ? deployment.PreviewRun : deployment.Hook) is { } run
            ? Results.Ok(new HookLogView(run.Attempt, await hooks.ReadAsync(current.Tenant, deployment, run, (int)count, ct)))
            : Problem.NotFound($"{stage.Name()} of {deployment.Id}").ToResult();
    }

    private static async Task<IResult> ListAsync(CurrentActor current, string id, ILiveStates live, IPlaceStatuses places, CancellationToken ct)
    {
        var deployment = (await live.GetAsync(current.Tenant, id, ct)).State;
        var items = Seen(current.Tenant, deployment, places).Select(status => Of(status, deployment)).ToList();
        return Results.Ok(new ListView<InstanceView>(items, NextCursor: null, items.Count));
    }

    private static async Task<IResult> ReadLogAsync(
        HttpContext http,
        CurrentActor current,
        string id,
        string instance,
        ILiveStates live,
        IPlaceStatuses places,
        IEnumerable<IWorkloadRuntime> runtimes,
        string? lines,
        CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var count = query.Number(nameof(lines), 1, MostLines, $"1 to {MostLines}") ?? 100;
        query.Done();
        var deployment = (await live.GetAsync(current.Tenant, id, ct)).State;

        // Only what was seen is asked for: the name goes no further than this comparison.
        var seen = Seen(current.Tenant, deployment, places).FirstOrDefault(status => status.Instance.Id == instance);
        var environment = (await live.FindServiceAsync(current.Tenant, deployment.Spec.Service, ct))?.State.Environment(deployment.Spec.Environment)?.Spec;
        var runtime = runtimes.FirstOrDefault(runtime => runtime.Kind == environment?.Runtime.Kind);
        return seen is null || runtime is null
            ? Problem.NotFound($"instance {InputErrors.Short(instance)} of {deployment.Id}").ToResult()
            : Results.Ok(new LogView(seen.Instance.Id, await runtime.ReadLastLinesAsync(Place(current.Tenant, deployment), seen.Instance.Id, (int)count, ct)));
    }

    private static IEnumerable<InstanceStatus> Seen(TenantId tenant, Deployment deployment, IPlaceStatuses places) =>
        places.Find(Place(tenant, deployment))?.Instances.Where(status => status.Instance.Release == deployment.Spec.ToRelease || status.Instance.Release == StableOf(deployment)) ?? [];

    private static PlaceKey Place(TenantId tenant, Deployment deployment) => new(tenant, deployment.Spec.Service, deployment.Spec.Environment);

    private static int? StableOf(Deployment deployment) => deployment.StableIsKnown ? deployment.Stable?.Release : deployment.Spec.FromRelease;

    private static InstanceView Of(InstanceStatus status, Deployment deployment) => new(
        status.Instance.Id,
        status.Instance.Release,
        status.Instance.Release == deployment.Spec.ToRelease ? "canary" : "stable",
        status.Instance.Slot,
        status.Instance.Address,
        status.Instance.Degraded is null ? Words.Of(status.Instance.State) : "degraded",
        status.Instance.StartedAt,
        status.Instance.Pid,
        status.Instance.ExitCode,
        status.Instance.Problem ?? status.Instance.Degraded,
        status.Instance.Container,
        status.Instance.Image,
        status.Instance.Digest,
        status.InService,
        status.Draining,
        status.Open);
}
