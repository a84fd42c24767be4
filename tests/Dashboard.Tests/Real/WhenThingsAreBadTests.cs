using System.Net;
using Sluice.Dashboard.Tests.Live;
using Sluice.Engine.Access;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Access;

namespace Sluice.Dashboard.Tests.Real;

/// <summary>What people and machines do to each other at the worst moment, on the real engine over PostgreSQL: each has one outcome, and nothing is lost.</summary>
public sealed class WhenThingsAreBadTests(RealHost host) : IClassFixture<RealHost>
{
    private const string One = """{"quorum": 1, "groups": ["leads"]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_operators_who_promote_at_once_one_does()
    {
        var shop = await RealShop.AtHoldAsync(host, """{"quorum": 0}""");
        var version = await shop.VersionAsync();
        var answers = await Task.WhenAll(shop.OrderAsync(host.Olga, "promote", "", version), shop.OrderAsync(host.Ada, "promote", "", version));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
        Assert.Equal("stale", Assert.Single(answers, answer => answer.Status == HttpStatusCode.Conflict).Problem);
        Assert.Equal(50, await shop.ShareAsync());
        await shop.LogsAsync(line => line.GetProperty("deployment").GetString() == shop.Id && line.GetProperty("outcome").GetString() == "conflicted", "the other one's conflict");
    }

    [Fact]
    public async Task A_state_that_moved_under_an_open_dialog_refuses_the_order_and_says_what_happened()
    {
        var shop = await RealShop.AtHoldAsync(host, One);
        var version = await shop.VersionAsync();
        await shop.MustAsync(host.Ada, "pause", """ "reason": "wait" """);
        var answer = await shop.OrderAsync(host.Olga, "promote", "", version);
        Assert.Equal((HttpStatusCode.Conflict, "stale"), (answer.Status, answer.Problem));
        Assert.Contains("deployment_paused", answer.Text, StringComparison.Ordinal);
        await shop.IsShutAsync();

        // Stopping is right on any version.
        await shop.MustAsync(host.Olga, "abort", $"\"expected_version\": {version}");
    }

    [Fact]
    public async Task A_role_lost_while_the_dialog_is_open_refuses_the_answer_and_records_it()
    {
        var shop = await RealShop.AtGateAsync(host, One);
        var lena = await host.PersonAsync("lena", "approver", "leads");
        var version = await shop.VersionAsync();
        await host.ChangeAsync("lena", "viewer", "leads");
        var answer = await shop.OrderAsync(lena, "approve", """ "gate_id": "g1" """, version);
        Assert.Equal((HttpStatusCode.Forbidden, "It needs the approver role here."), (answer.Status, answer.String("detail")));
        await shop.LogsAsync(line => line.GetProperty("actor").GetString() == "lena" && line.GetProperty("outcome").GetString() == "refused", "that lena was refused");
        await shop.IsShutAsync();
    }

    [Fact]
    public async Task A_gate_that_expires_at_night_holds_and_has_to_be_asked_again()
    {
        var shop = await RealShop.AtGateAsync(host, """{"quorum": 1, "groups": ["leads"], "expires_after": "8h"}""");
        host.Clock.Skip(TimeSpan.FromHours(9));
        await shop.UntilAsync(shop.Id, state => state.GetProperty("open_gate").GetProperty("lapse").GetString() == "expired", "expires");
        await shop.LogsAsync(line => line.GetProperty("action").GetString() == "expire_gate" && line.GetProperty("deployment").GetString() == shop.Id, "that it expired");
        Assert.Equal("illegal", (await shop.OrderAsync(host.Anna, "approve", """ "gate_id": "g1" """)).Problem);
        await shop.IsShutAsync();
        await shop.MustAsync(host.Olga, "ask_again", """ "gate_id": "g1" """);
        await shop.MustAsync(host.Anna, "approve", """ "gate_id": "g2" """);
        Assert.Equal(50, await shop.ShareAsync());
    }

    [Fact]
    public async Task Who_asked_has_no_say_with_the_approvers_role_either()
    {
        var both = await host.PersonAsync("rita", "operator approver", "leads");
        var shop = await RealShop.AtHoldAsync(host, One);
        await shop.MustAsync(both, "promote", "");
        Assert.Equal("You asked for it; somebody else has to answer.", (await shop.OrderAsync(both, "approve", """ "gate_id": "g1" """)).String("detail"));
        await shop.IsShutAsync();
        await shop.MustAsync(host.Anna, "approve", """ "gate_id": "g1" """);
    }

    [Fact]
    public async Task When_the_only_approver_leaves_the_gate_stays_shut_until_the_group_has_somebody()
    {
        var solo = await host.PersonAsync("solo", "approver", "lonely");
        var shop = await RealShop.AtGateAsync(host, """{"quorum": 1, "groups": ["lonely"]}""");
        await host.ChangeAsync("solo", "approver", "lonely", isDisabled: true);
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.OrderAsync(solo, "approve", """ "gate_id": "g1" """)).Status);
        Assert.Equal("illegal", (await shop.OrderAsync(host.Anna, "approve", """ "gate_id": "g1" """)).Problem);
        await shop.IsShutAsync();
        var heir = await host.PersonAsync("heir", "approver", "lonely");
        await shop.MustAsync(heir, "approve", """ "gate_id": "g1" """);
        Assert.Equal(50, await shop.ShareAsync());
    }

    [Fact]
    public async Task A_proxys_header_from_an_address_that_is_not_trusted_is_refused_and_recorded()
    {
        var shop = await RealShop.AtGateAsync(host, One);
        var stranger = host.Client(token: null);
        stranger.DefaultRequestHeaders.Add("X-Forwarded-User", "anna");
        Assert.Equal(HttpStatusCode.Unauthorized, (await shop.OrderAsync(stranger, "approve", """ "gate_id": "g1" """)).Status);
        await shop.LogsAsync(
            line => line.GetProperty("action").GetString() == "sign_in" && line.GetProperty("outcome").GetString() == "refused" && line.GetProperty("address").GetString() == "127.0.0.1", "that it was refused");
        await shop.IsShutAsync();
    }

    [Fact]
    public async Task A_token_revoked_in_mid_stream_ends_the_hubs_connection()
    {
        var token = await host.SecretAsync("victor", "viewer");
        await using var hub = await HubClient.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/hubs/live" }.Uri, token);
        await host.Services.GetRequiredService<ApiTokens>().RevokeAsync(ApiTokenTests.By, token[TokenSecret.Prefix.Length..][..16], owner: null, Ct);
        await hub.ClosedAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await TwoTenants.SendAsync(host.Client(token), HttpMethod.Get, "/api/services")).Status);
    }

    [Fact]
    public async Task A_comment_of_a_megabyte_is_refused_and_one_with_a_script_stays_text()
    {
        var shop = await RealShop.AtGateAsync(host, """{"quorum": 2, "groups": ["leads"]}""");
        foreach (var length in new[] { 2_001, 1024 * 1024 })
        {
            var refused = await shop.OrderAsync(host.Anna, "approve", $$""" "gate_id": "g1", "reason": "{{new string('x', length)}}" """);
            Assert.True(refused.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge, $"{length}: {refused.Status}");
        }

        Assert.Empty(await shop.VotersAsync());
        await shop.MustAsync(host.Anna, "approve", """ "gate_id": "g1", "reason": "<script>alert(1)</script>" """);
        var vote = (await shop.StateAsync()).GetProperty("open_gate").GetProperty("votes")[0];
        Assert.Equal("<script>alert(1)</script>", vote.GetProperty("comment").GetString());
        using var page = await host.Victor.GetAsync(new Uri($"/s/{shop.Id[..^2]}/d/2", UriKind.Relative), Ct);
        Assert.DoesNotContain("<script>alert(1)</script>", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_all_of_it_the_chain_of_the_log_is_whole()
    {
        var shop = await RealShop.AtGateAsync(host, One);
        await shop.MustAsync(host.Anna, "approve", """ "gate_id": "g1" """);
        await shop.LogsAsync(line => line.GetProperty("deployment").GetString() == shop.Id && line.GetProperty("actor").GetString() == "anna", "the approval");
        Assert.Contains("\"whole\":true", await host.Ada.GetStringAsync(new Uri("/api/audit/verify", UriKind.Relative), Ct), StringComparison.Ordinal);
    }
}
