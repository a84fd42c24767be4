using System.Net;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Api;

public sealed class CommandTests
{
    private static readonly DeploymentId s_second = DeploymentId.From("shop-2");

    [Fact]
    public async Task Who_lost_the_answer_hears_by_the_id_whether_the_order_was_applied()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/commands/c-77")).Status);
        await api.MustAsync("/api/deployments/shop-2/pause", """{"reason": "look", "command_id": "c-77"}""");
        var found = await api.GetAsync("/api/commands/c-77");
        Assert.Equal((HttpStatusCode.OK, "c-77", "applied"), (found.Status, found.String("command_id"), found.String("effect")));
        api.Sluice.StoreIsDown = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync("/api/commands/c-77")).Status);
    }

    [Fact]
    public async Task Pause_resume_extend_and_note_are_carried_out()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var paused = await api.PostAsync("/api/deployments/shop-2/pause", """{"reason": "lunch"}""");
        Assert.Equal((HttpStatusCode.Accepted, "applied", "shop-2"), (paused.Status, paused.String("effect"), paused.String("deployment")));
        var state = (await api.GetAsync("/api/deployments/shop-2")).Json;
        Assert.Equal(("paused", "person"), (state.GetProperty("status").GetString(), state.GetProperty("reason").GetString()));
        Assert.Contains("ada paused it at", state.GetProperty("sentence").GetString(), StringComparison.Ordinal);

        await api.MustAsync("/api/deployments/shop-2/note", """{"text": "looks fine"}""");
        await api.MustAsync("/api/deployments/shop-2/extend", $$"""{"by": "5m", "expected_version": {{await api.VersionAsync("shop-2")}}}""");
        await api.MustAsync("/api/deployments/shop-2/resume", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal("running", (await api.GetAsync("/api/deployments/shop-2")).String("status"));
    }

    [Fact]
    public async Task Promote_goes_to_the_next_phase_and_full_to_the_end()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal(1, (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("phase").GetProperty("index").GetInt32());
        await api.SignalAsync(s_second, new DeploymentCommand.ReportSplit(new TrafficSplit(Share.FromPercent(50)), Verified: true));
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"full": true, "expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal("promoting", (await api.GetAsync("/api/deployments/shop-2")).String("status"));
    }

    [Fact]
    public async Task An_abort_needs_no_version_no_reason_and_no_body()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await api.PostAsync("/api/deployments/shop-2/abort", "", type: "")).Status);
        var again = await api.PostAsync("/api/deployments/shop-2/abort", """{"reason": "me too", "expected_version": 1}""");
        Assert.Equal((HttpStatusCode.OK, "none"), (again.Status, again.String("effect")));
        Assert.StartsWith("Already returning", again.String("why"), StringComparison.Ordinal);
        var state = (await api.GetAsync("/api/deployments/shop-2")).Json;
        Assert.Equal(("rolling_back", "aborted"), (state.GetProperty("status").GetString(), state.GetProperty("ends_as").GetString()));
    }

    [Fact]
    public async Task A_forward_order_on_an_old_view_is_stale_and_tells_what_happened()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var seen = await api.VersionAsync("shop-2");
        await api.MustAsync("/api/deployments/shop-2/note", """{"text": "does not matter"}""");
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{seen}}}""");

        var stale = await api.PostAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{seen}}}""");
        Assert.Equal((HttpStatusCode.Conflict, "stale"), (stale.Status, stale.Problem));
        var events = stale.Json.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(["note_added", "phase_completed", "phase_entered"], events.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal(seen + 1, events[0].GetProperty("version").GetInt64());
        Assert.Equal("shift", stale.Json.GetProperty("deployment").GetProperty("stage").GetString());
    }

    [Fact]
    public async Task An_order_that_is_not_legal_now_comes_back_with_the_state()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var illegal = await api.PostAsync("/api/deployments/shop-2/resume", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal((HttpStatusCode.Conflict, "illegal"), (illegal.Status, illegal.Problem));
        Assert.Equal("It is not paused.", illegal.String("detail"));
        Assert.Equal("running", illegal.Json.GetProperty("deployment").GetProperty("status").GetString());
        Assert.NotEmpty(illegal.Json.GetProperty("deployment").GetProperty("allowed_actions").EnumerateArray());
    }

    [Fact]
    public async Task A_command_id_is_applied_once_and_answered_alike()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        const string Body = """{"text": "once", "command_id": "note-1"}""";
        var first = await api.PostAsync("/api/deployments/shop-2/note", Body);
        var second = await api.PostAsync("/api/deployments/shop-2/note", Body);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (first.Status, second.Status));
        Assert.Equal("repeated", second.String("effect"));
        Assert.Equal(first.Json.GetProperty("version").GetInt64(), second.Json.GetProperty("version").GetInt64());
        Assert.Equal(first.Json.GetProperty("version").GetInt64(), await api.VersionAsync("shop-2"));
    }

    [Fact]
    public async Task A_question_is_answered_by_its_id()
    {
        await using var api = await ApiHost.WithCanaryAsync("""{"kind": "phases", "phases": [{"share": 10, "hold": "10m", "gate": {"four_eyes": false}}]}""");
        var gate = (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("open_gate");
        Assert.Equal("before_phase", gate.GetProperty("kind").GetString());
        var version = await api.VersionAsync("shop-2");

        var wrong = await api.PostAsync("/api/deployments/shop-2/approve", $$"""{"gate_id": "g9", "expected_version": {{version}}}""");
        Assert.Equal("illegal", wrong.Problem);
        await api.MustAsync("/api/deployments/shop-2/approve", $$"""{"gate_id": "{{gate.GetProperty("id").GetString()}}", "expected_version": {{version}}}""");
        Assert.Equal("running", (await api.GetAsync("/api/deployments/shop-2")).String("status"));
    }

    [Fact]
    public async Task Who_asked_cannot_open_the_gate()
    {
        await using var api = await ApiHost.WithCanaryAsync("""{"kind": "phases", "phases": [{"share": 10, "hold": "10m", "gate": true}]}""");
        var mine = await api.PostAsync("/api/deployments/shop-2/approve", $$"""{"gate_id": "g1", "expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal((HttpStatusCode.Conflict, "You asked for it; somebody else has to answer."), (mine.Status, mine.Json.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task A_plan_is_changed_ahead_and_its_gate_stays()
    {
        await using var api = await ApiHost.WithCanaryAsync("""{"kind": "phases", "phases": [{"share": 10, "hold": "10m"}, {"share": 50, "gate": {"quorum": 2, "groups": ["leads"]}}]}""");
        var version = await api.VersionAsync("shop-2");
        await api.MustAsync("/api/deployments/shop-2/change_plan", $$"""{"phases": [{"share": 20, "hold": "1m"}], "expected_version": {{version}}}""");
        var phases = (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("phases").EnumerateArray().ToList();
        Assert.Equal([(10m, false), (20m, true), (100m, false)], phases.Select(phase => (phase.GetProperty("share").GetDecimal(), phase.GetProperty("gate").GetBoolean())));
        Assert.Equal(2, phases[1].GetProperty("approval").GetProperty("quorum").GetInt32());
    }

    [Fact]
    public async Task Wrong_rules_for_a_gate_are_told_together()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var wrong = await api.PostAsync("/api/deployments", """
            {"service": "shop", "release": 2, "auto_start": false, "plan": {"phases": [{"share": 10, "gate": {"quorum": 99, "groups": ["No Such"], "expires_after": "1s", "on_expiry": "pass"}}],
             "promotion_gate": {"on_expiry": "roll_back"}}}
            """);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(
            ["plan.phases[0].gate.expires_after", "plan.phases[0].gate.groups", "plan.phases[0].gate.on_expiry", "plan.phases[0].gate.quorum", "plan.promotion_gate.on_expiry"],
            wrong.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_question_can_be_answered_with_no()
    {
        await using var api = await ApiHost.WithCanaryAsync("""{"kind": "phases", "phases": [{"share": 10, "hold": "10m", "gate": {"four_eyes": false}}]}""");
        await api.MustAsync("/api/deployments/shop-2/reject", $$"""{"gate_id": "g1", "expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal("rolling_back", (await api.GetAsync("/api/deployments/shop-2")).String("status"));
    }

    [Fact]
    public async Task A_draft_is_started_or_cancelled()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", ApiHost.Shop);
        await api.MustAsync("/api/deployments", $$"""{"service": "shop", "release": {{ApiHost.Release}}, "auto_start": false}""");
        await api.MustAsync("/api/deployments", """{"service": "shop", "release": 1, "auto_start": false}""");
        Assert.Equal("draft", (await api.GetAsync("/api/deployments/shop-1")).String("reason"));

        await api.MustAsync("/api/deployments/shop-1/start", """{"expected_version": 1}""");
        Assert.Equal("running", (await api.GetAsync("/api/deployments/shop-1")).String("status"));
        await api.MustAsync("/api/deployments/shop-2/cancel", """{"reason": "not today"}""");
        var cancelled = (await api.GetAsync("/api/deployments/shop-2")).Json;
        Assert.Equal(("cancelled", "not today"), (cancelled.GetProperty("status").GetString(), cancelled.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Going_back_during_and_after_a_deployment()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var during = await api.MustAsync("/api/deployments/shop-2/roll_back", """{"reason": "slow"}""");
        Assert.Equal("shop-2", during.String("deployment"));
        await api.SignalAsync(s_second, new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.Equal("rolled_back", (await api.GetAsync("/api/deployments/shop-2")).String("status"));

        var retried = await api.MustAsync("/api/deployments/shop-2/retry", "{}");
        Assert.Equal((HttpStatusCode.Accepted, "shop-3"), (retried.Status, retried.String("deployment")));
        Assert.Equal("shop-2", (await api.GetAsync("/api/deployments/shop-3")).String("retry_of"));
        var again = await api.PostAsync("/api/deployments/shop-2/retry", "{}");
        Assert.Equal("busy", again.Problem);

        await api.Sluice.SettleAsync(ApiHost.Tenant, DeploymentId.From("shop-3"), stable: 1, ApiHost.Ct);
        await api.MustAsync("/api/deployments/shop-3/promote", $$"""{"full": true, "expected_version": {{await api.VersionAsync("shop-3")}}}""");
        await api.SignalAsync(DeploymentId.From("shop-3"), new DeploymentCommand.ReportSplit(TrafficSplit.AllCanary, Verified: true));
        var after = await api.MustAsync("/api/deployments/shop-3/roll_back", """{"reason": "changed our mind"}""");
        var rollback = (await api.GetAsync($"/api/deployments/{after.String("deployment")}")).Json;
        Assert.Equal(("rollback", "shop-3", 1), (rollback.GetProperty("kind").GetString(), rollback.GetProperty("supersedes").GetString(), rollback.GetProperty("to_release").GetInt32()));
    }

    [Fact]
    public async Task Every_command_is_recorded_with_its_actor()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/pause", """{"reason": "why not", "command_id": "c-7"}""");
        var last = (await api.GetAsync("/api/deployments/shop-2/events")).Json.GetProperty("items").EnumerateArray().Last().GetProperty("data").GetProperty("origin");
        Assert.Equal("ada", last.GetProperty("by").GetProperty("name").GetString());
        Assert.Equal("why not", last.GetProperty("reason").GetString());
        Assert.Equal("c-7", last.GetProperty("commandId").GetString());
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_not_found()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.PostAsync("/api/deployments/shop-2/explode", "{}");
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (answer.Status, answer.Problem));
        Assert.Equal("There is no POST /api/deployments/shop-2/explode.", answer.String("detail"));
    }
}
