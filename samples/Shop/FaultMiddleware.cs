namespace Sluice.Shop;

/// <summary>Makes requests slow and some of them fail, as the switch says.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, FaultSwitch faults, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var current = faults.Current;
        if (Spares(current, context.Request.Path))
        {
            await next(context);
            return;
        }

        await Task.Delay(current.NextLatency(Random.Shared), time, context.RequestAborted);
        if (current.NextFails(Random.Shared))
        {
            await TypedResults.Problem(title: "A fault on demand", statusCode: StatusCodes.Status500InternalServerError).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    // The switch itself must always work, or nobody could turn the faults off.
    private static bool Spares(Faults faults, PathString path) =>
        path.StartsWithSegments("/faults", StringComparison.Ordinal)
        || path.StartsWithSegments("/metrics", StringComparison.Ordinal)
        || (!faults.AffectHealth && path.StartsWithSegments("/health", StringComparison.Ordinal));
}
