using Sluice.Domain.Applications;
using Sluice.Domain.Rolling;

namespace Sluice.Domain.Compose;

/// <param name="Memory">In bytes; null is no limit.</param>
internal sealed record ComposeDeploy(int Replicas, decimal? Cpus, long? Memory, long? MemoryReservation, RolloutTerms Terms);

/// <summary>Reads how many instances there are, what bounds them and how they are replaced.</summary>
internal static class DeployReader
{
    public static ComposeDeploy Read(ComposeMap service)
    {
        var deploy = service.Map("deploy") ?? ComposeMap.Empty(service.Report);
        deploy.Word("mode", "replicated");
        var resources = deploy.Map("resources") ?? ComposeMap.Empty(service.Report);
        var limits = resources.Map("limits") ?? ComposeMap.Empty(service.Report);
        var reserved = resources.Map("reservations") ?? ComposeMap.Empty(service.Report);
        var replicas = Same(service, "scale", service.Whole("scale"), deploy.Whole("replicas")) ?? 1;
        return new(
            replicas,
            Same(service, "cpus", service.Number("cpus"), limits.Number("cpus")),
            Same(service, "mem_limit", service.Bytes("mem_limit"), limits.Bytes("memory")),
            Same(service, "mem_reservation", service.Bytes("mem_reservation"), reserved.Bytes("memory")),
            Terms(deploy.Map("update_config"), replicas));
    }

    private static RolloutTerms Terms(ComposeMap? update, int replicas)
    {
        if (update is null)
        {
            return new();
        }

        if (update.Text("failure_action") is { Value: not "rollback" } action)
        {
            update.Refuse("failure_action", $"Found {ComposeMap.Shown(action.Value)}. Write rollback: what served before is always brought back when instances of a new release fail.");
        }

        if (update.Number("max_failure_ratio") is > 0)
        {
            update.Refuse("max_failure_ratio", "One instance that fails ends the update. Write 0, or leave it out.");
        }

        var order = update.Word("order", "start-first", "stop-first");
        return new()
        {
            // 0 is all at once.
            Parallelism = update.Whole("parallelism") is { } parallelism ? parallelism == 0 ? Math.Max(replicas, 1) : parallelism : null,
            Order = order is null ? null : order == "start-first" ? UpdateOrder.StartFirst : UpdateOrder.StopFirst,
            Monitor = update.Duration("monitor"),
            Delay = update.Duration("delay"),
        };
    }

    /// <summary>The older spelling and the newer one must not say different things.</summary>
    private static T? Same<T>(ComposeMap service, string older, T? one, T? other)
        where T : struct
    {
        if (one is { } first && other is { } second && !first.Equals(second))
        {
            service.Refuse(older, "deploy says something else. Write it once.");
        }

        return one ?? other;
    }
}
