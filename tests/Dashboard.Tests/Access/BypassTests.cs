using System.Net;
using System.Net.Http.Json;
using Sluice.Dashboard.Tests.Api;
using Sluice.Dashboard.Tests.Live;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>
/// The ways round an approval that other products have had, each tried through the door that a person or program would use: real HTTP
/// with people of their own. The rules behind them are told in the domain's stories of gates and approvals.
/// </summary>
public sealed class BypassTests : IAsyncLifetime
{
    private const string Deployment = "/api/deployments/shop-2";

    // Olga operates, Anna and Ben lead, Victor looks on.
    private GatedShop _shop = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _shop = await GatedShop.StartAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task An_approval_of_an_edited_plan_starts_from_nothing()
    {
        await _shop.MustAsync(_shop.Anna, "approve", """ "gate_id": "g1" """);
        Assert.Equal(["anna"], await _shop.VotersAsync());
        await _shop.MustAsync(_shop.Olga, "change_plan", """ "phases": [{"share": 90, "hold": "1m"}] """);
        Assert.Empty(await _shop.VotersAsync());

        Assert.Equal("illegal", (await _shop.OrderAsync(_shop.Ben, "approve", """ "gate_id": "g1" """)).Problem);
        await _shop.MustAsync(_shop.Ben, "approve", """ "gate_id": "g2" """);
        await _shop.IsShutAsync();
    }

    [Theory]
    [InlineData("promote", "")]
    [InlineData("promote", "\"full\": true")]
    [InlineData("resume", "")]
    [InlineData("run_hook_again", "")]
    [InlineData("start", "")]
    [InlineData("extend", "\"by\": \"1m\"")]
    [InlineData("change_plan", "\"phases\": [{\"share\": 100, \"hold\": \"0s\"}]")]
    [InlineData("change_plan", "\"phases\": [{\"share\": 50, \"hold\": \"1m\", \"gate\": {\"quorum\": 0}}]")]
    [InlineData("ask_again", "\"gate_id\": \"g1\"")]
    [InlineData("roll_back", "")]
    [InlineData("retry", "")]
    [InlineData("pause", "")]
    public async Task No_other_order_leads_past_an_open_gate(string order, string fields)
    {
        await _shop.OrderAsync(_shop.Olga, order, fields);
        await _shop.Api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.Tick());
        await _shop.IsShutAsync();
    }

    [Fact]
    public async Task A_second_deployment_cannot_overtake_the_one_at_the_gate()
    {
        var (status, body) = await TwoTenants.SendAsync(_shop.Olga, HttpMethod.Post, "/api/deployments", """{"service": "shop", "release": 2, "plan": {"kind": "linear", "steps": 1, "hold": "0s"}}""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("urn:sluice:problem:busy", body, StringComparison.Ordinal);
        await _shop.IsShutAsync();
    }

    [Fact]
    public async Task A_retry_asks_again_what_the_first_attempt_was_asked()
    {
        await _shop.MustAsync(_shop.Olga, "abort", "");
        await _shop.Api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await _shop.MustAsync(_shop.Olga, "retry", "");
        var phases = (await _shop.Api.GetAsync("/api/deployments/shop-3")).Json.GetProperty("phases").EnumerateArray().ToList();
        Assert.Equal(2, phases[1].GetProperty("approval").GetProperty("quorum").GetInt32());
    }

    [Fact]
    public async Task A_program_or_person_without_the_role_is_refused_with_its_name_and_recorded()
    {
        foreach (var person in new[] { _shop.Victor, _shop.Olga })
        {
            var answer = await _shop.OrderAsync(person, "approve", """ "gate_id": "g1" """);
            Assert.Equal((HttpStatusCode.Forbidden, "approver"), (answer.Status, answer.String("role")));
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _shop.OrderAsync(_shop.Anna, "break_glass", """ "gate_id": "g1", "incident": "INC-1" """)).Status);
        Assert.Equal(["anna", "olga", "victor"], _shop.Refused().Order(StringComparer.Ordinal));
        await _shop.IsShutAsync();
    }

    [Fact]
    public async Task The_role_without_the_group_has_no_say()
    {
        using var grace = await _shop.PersonAsync("grace", "approver", groups: "others");
        Assert.Equal("illegal", (await _shop.OrderAsync(grace, "approve", """ "gate_id": "g1" """)).Problem);
        await _shop.IsShutAsync();
    }

    [Fact]
    public async Task One_person_is_one_approval_whatever_they_come_with()
    {
        await _shop.MustAsync(_shop.Anna, "approve", """ "gate_id": "g1" """);
        using var second = await _shop.TokenAsync("anna", "approver");
        Assert.Equal("illegal", (await _shop.OrderAsync(second, "approve", """ "gate_id": "g1" """)).Problem);
        Assert.Equal(["anna"], await _shop.VotersAsync());
    }

    [Fact]
    public async Task Who_asked_cannot_answer_by_another_token_or_with_a_new_role()
    {
        await _shop.MustAsync(_shop.Olga, "change_plan", """ "phases": [{"share": 90, "hold": "1m"}] """);
        await _shop.ChangeAsync("olga", "operator approver", "leads");
        using var other = await _shop.TokenAsync("olga", "approver");
        Assert.Equal("You asked for it; somebody else has to answer.", (await _shop.OrderAsync(other, "approve", """ "gate_id": "g2" """)).String("detail"));
        await _shop.IsShutAsync();
    }

    [Fact]
    public async Task Who_it_is_stands_in_no_body_and_no_header()
    {
        foreach (var field in new[] { "by", "actor", "on_behalf_of", "groups" })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _shop.OrderAsync(_shop.Anna, "approve", $""" "gate_id": "g1", "{field}": "ben" """)).Status);
        }

        _shop.Anna.DefaultRequestHeaders.Add("Sluice-Actor", "ben");
        await _shop.MustAsync(_shop.Anna, "approve", """ "gate_id": "g1" """);
        Assert.Equal(["anna"], await _shop.VotersAsync());
    }

    [Fact]
    public async Task The_installations_token_belongs_to_no_group_and_takes_nobodys_name()
    {
        As("carol");
        Assert.Equal("Only members of leads have a say here.", (await _shop.OrderAsync(_shop.Api.Http, "approve", """ "gate_id": "g1" """)).String("detail"));
        As("Ben");
        Assert.Equal(HttpStatusCode.Unauthorized, (await _shop.Api.GetAsync("/api/approvals")).Status);
        await _shop.IsShutAsync();

        void As(string name)
        {
            _shop.Api.Http.DefaultRequestHeaders.Remove("Sluice-Actor");
            _shop.Api.Http.DefaultRequestHeaders.Add("Sluice-Actor", name);
        }
    }

    [Fact]
    public async Task Another_persons_command_id_gives_their_answer_and_counts_nothing()
    {
        await _shop.MustAsync(_shop.Anna, "approve", """ "gate_id": "g1", "command_id": "c-1" """);
        var replayed = await _shop.OrderAsync(_shop.Ben, "approve", """ "gate_id": "g1", "command_id": "c-1" """);
        Assert.Equal((HttpStatusCode.OK, "repeated"), (replayed.Status, replayed.String("effect")));
        Assert.Equal(HttpStatusCode.Forbidden, (await _shop.OrderAsync(_shop.Olga, "approve", """ "gate_id": "g1", "command_id": "c-1" """)).Status);
        Assert.Equal(["anna"], await _shop.VotersAsync());
        await _shop.IsShutAsync();
    }

    [Fact]
    public async Task A_gate_that_asks_nobody_is_listed_with_nobodys_approval()
    {
        await using var api = await ApiHost.WithCanaryAsync("""{"kind": "phases", "phases": [{"share": 10, "hold": "10m"}, {"share": 50, "hold": "10m", "gate": {"quorum": 0}}]}""");
        await api.MustAsync($"{Deployment}/promote", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");
        var decided = Assert.Single((await api.GetAsync("/api/approvals?tab=decided")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("approved", 0, 0), (decided.GetProperty("status").GetString(), decided.GetProperty("quorum").GetInt32(), decided.GetProperty("voters").GetArrayLength()));
    }

    [Theory]
    [InlineData("/hubs/live")]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1")]
    [InlineData("/_blazor")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task No_hub_opens_without_an_identity(string path)
    {
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _shop.Api.Http.BaseAddress };
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            var (status, _) = await TwoTenants.SendAsync(nobody, method, path);
            Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.Found or HttpStatusCode.MethodNotAllowed, $"{method} {path}: {status}");
        }
    }

    [Fact]
    public async Task The_live_hub_takes_no_orders()
    {
        var token = await _shop.SecretAsync("anna", "approver");
        await using var hub = await HubClient.ConnectAsync(new UriBuilder(_shop.Api.Http.BaseAddress!) { Scheme = "ws", Path = "/hubs/live" }.Uri, token);
        foreach (var method in new[] { "Approve", "Promote", "SendAsync" })
        {
            Assert.True((await hub.InvokeAsync(method, "shop-2")).TryGetProperty("error", out _));
        }

        await _shop.IsShutAsync();
    }

    [Fact]
    public async Task A_role_lost_while_the_dialog_is_open_refuses_the_answer_with_words_and_records_it()
    {
        var version = await _shop.VersionAsync();
        await _shop.ChangeAsync("anna", "viewer", "leads");
        using var response = await _shop.Anna.PostAsJsonAsync(new Uri($"{Deployment}/approve", UriKind.Relative), new { gate_id = "g1", expected_version = version }, Ct);
        var answer = await Answer.OfAsync(response, Ct);
        Assert.Equal((HttpStatusCode.Forbidden, "It needs the approver role here."), (answer.Status, answer.String("detail")));
        Assert.Contains(_shop.Audit.Entries, entry => entry is { Actor: "anna", Action: "approve_deployment", Outcome: AuditOutcome.Refused, Reason: "It needs the approver role here." });
        await _shop.IsShutAsync();
    }
}
