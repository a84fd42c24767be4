using System.Net;
using System.Text.Json;
using Sluice.Domain.Deployments;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Api;

public sealed class SnapshotTests
{
    private static readonly DeploymentId s_id = DeploymentId.From("shop-3");

    [Fact]
    public async Task What_ran_before_and_after_is_told_with_what_differs_and_no_mark_of_a_value()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/deployments/shop-9/snapshots")).Status);
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/deployments/shop-2/snapshots")).Json.GetProperty("before").ValueKind);

        await api.MustAsync("/api/deployments/shop-2/abort", "{}");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await api.MustAsync("/api/deployments", """{ "service": "shop", "release": { "command": ["./shop", "new"] } }""");
        await api.SignalAsync(s_id, new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])) { Snapshot = Of("shop:1") });
        var running = (await api.GetAsync("/api/deployments/shop-3/snapshots")).Json;
        Assert.Equal((1, JsonValueKind.Null, 0), (running.GetProperty("before").GetProperty("live").GetInt32(), running.GetProperty("after").ValueKind, running.GetProperty("differences").GetArrayLength()));

        await api.MustAsync("/api/deployments/shop-3/abort", "{}");
        await api.SignalAsync(s_id, new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await api.SignalAsync(s_id, new DeploymentCommand.ReportAftermath(Of("shop:2") with { Key = "other" }));
        var over = (await api.GetAsync("/api/deployments/shop-3/snapshots")).Json;
        var difference = Assert.Single(over.GetProperty("differences").EnumerateArray());
        Assert.Equal(("release 1", "image", "shop:1", "shop:2"), (Text("subject"), Text("field"), Text("from"), Text("to")));
        var gap = Assert.Single(over.GetProperty("not_compared").EnumerateArray());
        Assert.Equal(("release 1", "values of variables"), (gap.GetProperty("subject").GetString(), gap.GetProperty("field").GetString()));
        var shape = over.GetProperty("after").GetProperty("shapes")[0];
        Assert.Equal(["MODE"], shape.GetProperty("variables").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("payments", shape.GetProperty("labels").GetProperty("team").GetString());
        Assert.DoesNotContain("5ec2e7", over.GetRawText(), StringComparison.Ordinal);

        string? Text(string field) => difference.GetProperty(field).GetString();
    }

    private static Snapshot Of(string image) => new(
        [new(1) { Image = image, Variables = [new("MODE", "5ec2e7")], Labels = [new("team", "payments")] }], [new("a", 0, "ready", new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero))]) { Live = 1 };
}
