using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Notices;

/// <summary>What people are told of.</summary>
internal static class Trouble
{
    /// <summary>A deployment of the shop, by ada, whose canary has failed its checks.</summary>
    public static async Task<DeploymentId> FailingAsync(ConsoleWorld world, bool returns, bool asks = false)
    {
        var ct = Xunit.TestContext.Current.CancellationToken;
        if (await world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, ct) is null)
        {
            await world.GoLiveAsync("shop");
        }

        var id = await world.StartAsync("shop", shape: request => request with
        {
            Thresholds = new() { ErrorRate = 0.01 },
            Analysis = AnalysisSettings.Of(AnalysisMode.Point) with { FailedRuns = 1, MinRequests = 50 },
            Rollback = request.Rollback! with { Enabled = returns, ManualApproval = asks },
        });
        await world.Sluice.SendAsync(
            TenantId.Default, id, new DeploymentCommand.Judge(0, new Measurement.Seen(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Window(errors: 0), Window(errors: 60), "hash")), CommandContext.Engine, ct);
        return id;
    }

    private static ArmWindow Window(long errors)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(100)] = 200;
        return new(TimeSpan.FromMinutes(1), 200, errors, 0, 0, latency);
    }
}
