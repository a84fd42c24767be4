using System.Net;
using Sluice.Dashboard.Tests.Access;
using Sluice.Dashboard.Tests.Live;

namespace Sluice.Dashboard.Tests.Real;

/// <summary>The ways round an approval that other products have had, tried on the real engine over PostgreSQL, through every door.</summary>
public sealed class BypassOnTheProductTests(RealHost host) : IClassFixture<RealHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Approve_after_edit_starts_from_nothing()
    {
        var shop = await RealShop.AtGateAsync(host);
        await shop.MustAsync(host.Anna, "approve", """ "gate_id": "g1" """);
        Assert.Equal(["anna"], await shop.VotersAsync());
        await shop.MustAsync(host.Olga, "change_plan", """ "phases": [{"share": 90, "hold": "1m"}] """);
        Assert.Empty(await shop.VotersAsync());
        Assert.Equal("illegal", (await shop.OrderAsync(host.Ben, "approve", """ "gate_id": "g1" """)).Problem);
        await shop.MustAsync(host.Ben, "approve", """ "gate_id": "g2" """);
        await shop.IsShutAsync();
        await shop.MustAsync(host.Anna, "approve", """ "gate_id": "g2" """);
        await shop.UntilAsync(shop.Id, state => state.GetProperty("split").GetProperty("asked").GetProperty("canary").GetDecimal() == 90, "goes on when both have approved the new plan");
    }

    [Fact]
    public async Task No_second_path_leads_past_an_open_gate()
    {
        var shop = await RealShop.AtGateAsync(host);
        foreach (var (order, fields) in new[]
        {
            ("promote", ""), ("promote", "\"full\": true"), ("resume", ""), ("run_hook_again", ""), ("start", ""), ("extend", "\"by\": \"1m\""), ("retry", ""), ("pause", ""),
            ("ask_again", "\"gate_id\": \"g1\""), ("withdraw", "\"gate_id\": \"g1\""),
            ("change_plan", "\"phases\": [{\"share\": 100, \"hold\": \"0s\"}]"), ("change_plan", "\"phases\": [{\"share\": 50, \"hold\": \"1m\", \"gate\": {\"quorum\": 0}}]"),
        })
        {
            await shop.OrderAsync(host.Olga, order, fields);
            await shop.IsShutAsync();
        }

        var second = await RealShop.SendAsync(host.Olga, "/api/deployments", $$$"""{"service": "{{{shop.Id[..^2]}}}", "release": 2, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}}""");
        Assert.Equal("busy", second.Problem);
    }

    [Fact]
    public async Task A_call_with_few_rights_is_refused_with_the_roles_name_and_recorded()
    {
        var shop = await RealShop.AtGateAsync(host);
        foreach (var person in new[] { host.Victor, host.Olga })
        {
            var answer = await shop.OrderAsync(person, "approve", """ "gate_id": "g1" """);
            Assert.Equal((HttpStatusCode.Forbidden, "approver"), (answer.Status, answer.String("role")));
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await shop.OrderAsync(host.Anna, "break_glass", """ "gate_id": "g1", "incident": "INC-1" """)).Status);
        foreach (var name in new[] { "victor", "olga", "anna" })
        {
            await shop.LogsAsync(
                line => line.GetProperty("actor").GetString() == name && line.GetProperty("outcome").GetString() == "refused", $"that {name} was refused");
        }

        await shop.IsShutAsync();
    }

    [Fact]
    public async Task A_gate_that_asks_nobody_is_listed_with_nobodys_approval()
    {
        var shop = await RealShop.AtHoldAsync(host, """{"quorum": 0}""");
        await shop.MustAsync(host.Olga, "promote", "");
        await shop.UntilAsync(shop.Id, state => state.GetProperty("split").GetProperty("asked").GetProperty("canary").GetDecimal() == 50, "passes by policy");
        await RealHost.UntilAsync(async () => (await host.Ada.GetStringAsync(new Uri("/api/approvals?tab=decided", UriKind.Relative), Ct)).Contains($"\"{shop.Id}\"", StringComparison.Ordinal), "the list has it");
        using var list = System.Text.Json.JsonDocument.Parse(await host.Ada.GetStringAsync(new Uri("/api/approvals?tab=decided", UriKind.Relative), Ct));
        var decided = list.RootElement.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("deployment").GetString() == shop.Id);
        Assert.Equal(("approved", 0, 0), (decided.GetProperty("status").GetString(), decided.GetProperty("quorum").GetInt32(), decided.GetProperty("voters").GetArrayLength()));
    }

    [Fact]
    public async Task A_direct_call_of_the_hub_gives_no_order()
    {
        var shop = await RealShop.AtGateAsync(host);
        var hubAddress = new UriBuilder(host.Address) { Scheme = "ws", Path = "/hubs/live" }.Uri;
        await using var hub = await HubClient.ConnectAsync(hubAddress, await host.SecretAsync("anna", "approver"));
        foreach (var method in new[] { "Approve", "Promote", "SendAsync" })
        {
            Assert.True((await hub.InvokeAsync(method, shop.Id)).TryGetProperty("error", out _));
        }

        var nobody = host.Client(token: null);
        foreach (var path in new[] { "/hubs/live/negotiate?negotiateVersion=1", "/_blazor/negotiate?negotiateVersion=1" })
        {
            var (status, _) = await TwoTenants.SendAsync(nobody, HttpMethod.Post, path);
            Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.Found, $"{path}: {status}");
        }

        await shop.IsShutAsync();
    }

    [Fact]
    public async Task One_person_is_one_approval_whatever_they_come_with()
    {
        var shop = await RealShop.AtGateAsync(host);
        await shop.MustAsync(host.Anna, "approve", """ "gate_id": "g1" """);
        var second = host.Client(await host.SecretAsync("anna", "approver"));
        Assert.Equal("illegal", (await shop.OrderAsync(second, "approve", """ "gate_id": "g1" """)).Problem);
        Assert.Equal(["anna"], await shop.VotersAsync());
        await shop.IsShutAsync();
    }

    [Fact]
    public async Task Against_the_verdict_one_person_only_asks_and_somebody_else_carries_it_out()
    {
        var shop = await RealShop.StartAsync(host, """, "override_approval": {"groups": ["leads"]}""", status: 500, """
            "plan": {"kind": "phases", "phases": [{"share": 50, "hold": "48h"}, {"share": 80, "hold": "48h"}]}, "thresholds": {"error_rate": 0.01}, "rollback": {"enabled": false},
            "analysis": {"mode": "point", "interval": "1s", "failed_runs": 1, "min_requests": 10}
            """);
        using var visitor = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await shop.UntilAsync(shop.Id, state => state.GetProperty("reason").GetString() is not null && state.GetProperty("status").GetString() == "paused", "is held by its failing check", () => shop.VisitAsync(visitor));

        await shop.MustAsync(host.Olga, "promote", """ "reason": "INC-9" """);
        var state = await shop.StateAsync();
        Assert.Equal(("override", "promote", "olga"), (Gate("kind"), Gate("order"), Gate("asked_by")));
        Assert.Equal(50, await shop.ShareAsync());
        Assert.Equal("illegal", (await shop.OrderAsync(host.Olga, "promote", "\"full\": true")).Problem);
        Assert.Equal(HttpStatusCode.Forbidden, (await shop.OrderAsync(host.Olga, "approve", """ "gate_id": "g1" """)).Status);
        Assert.Equal(50, await shop.ShareAsync());

        await shop.MustAsync(host.Ben, "approve", """ "gate_id": "g1" """);
        await shop.UntilAsync(shop.Id, now => now.GetProperty("split").GetProperty("asked").GetProperty("canary").GetDecimal() == 80, "goes on");
        await shop.LogsAsync(line => line.GetProperty("deployment").GetString() == shop.Id && line.GetProperty("actor").GetString() == "ben" && line.GetProperty("against").GetString() == "override", "who agreed against the verdict");

        string? Gate(string name) => state.GetProperty("open_gate").GetProperty(name).GetString();
    }
}
