using System.Net;
using System.Text.Json;

namespace Sluice.Dashboard.Tests.Api;

public sealed class ApprovalTests
{
    private const string Gated = """{"kind": "phases", "phases": [{"share": 10, "hold": "10m"}, {"share": 50, "hold": "10m", "gate": {"quorum": 1, "four_eyes": false}}]}""";

    [Fact]
    public async Task A_question_moves_from_open_to_decided_with_its_answer()
    {
        await using var api = await ApiHost.WithCanaryAsync(Gated);
        Assert.Empty(Items(await api.GetAsync("/api/approvals")));
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");

        var open = Assert.Single(Items(await api.GetAsync("/api/approvals?tab=open")));
        Assert.Equal(("shop-2", "g1", "before_phase", "open"), (Text(open, "deployment"), Text(open, "gate_id"), Text(open, "kind"), Text(open, "status")));

        await api.MustAsync("/api/deployments/shop-2/approve", $$"""{"gate_id": "g1", "reason": "fine", "expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Empty(Items(await api.GetAsync("/api/approvals?tab=open")));
        var decided = Assert.Single(Items(await api.GetAsync("/api/approvals?tab=decided")));
        Assert.Equal(("approved", "ada", "fine"), (Text(decided, "status"), Text(decided, "decided_by"), Text(decided, "comment")));
        Assert.Empty(Items(await api.GetAsync("/api/approvals?tab=reviews")));
    }

    [Fact]
    public async Task What_is_asked_back_and_replied_is_told_with_the_question_which_stays_open()
    {
        await using var api = await ApiHost.WithCanaryAsync(Gated);
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");
        Assert.Equal(["gate_id", "text"], (await api.PostAsync("/api/deployments/shop-2/inquire", "{}")).Fields.Order(StringComparer.Ordinal));
        await api.MustAsync("/api/deployments/shop-2/inquire", """{"gate_id": "g1", "text": "Is the migration done?"}""");
        var gate = (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("open_gate");
        var said = Assert.Single(gate.GetProperty("talk").EnumerateArray());
        Assert.Equal(("ada", "Is the migration done?", false), (Text(said, "by"), Text(said, "text"), said.GetProperty("is_reply").GetBoolean()));
        Assert.Contains("little_data", gate.GetProperty("risks").EnumerateArray().Select(risk => risk.GetString()));
        Assert.Contains("You asked", (await api.PostAsync("/api/deployments/shop-2/reply", """{"gate_id": "g1", "text": "Yes."}""")).Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(gate.GetProperty("votes").EnumerateArray());
    }

    [Fact]
    public async Task An_order_without_its_reason_is_among_the_reviews_until_it_is_given()
    {
        await using var api = await ApiHost.WithCanaryAsync(Gated);
        await api.MustAsync("/api/deployments/shop-2/abort", "{}");
        var owed = Assert.Single((await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("owed_reasons").EnumerateArray());
        Assert.Equal(("r1", "abort", "ada"), (Text(owed, "id"), Text(owed, "action"), Text(owed, "by")));
        var review = Assert.Single(Items(await api.GetAsync("/api/approvals?tab=reviews")));
        Assert.Equal(("r1", "missing_reason", "unexplained"), (Text(review, "gate_id"), Text(review, "kind"), Text(review, "status")));
        Assert.Contains("You gave the order", (await api.PostAsync("/api/deployments/shop-2/review", """{"text": "Fine.", "of": "r1"}""")).Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["of", "text"], (await api.PostAsync("/api/deployments/shop-2/explain", "{}")).Fields.Order(StringComparer.Ordinal));
        await api.MustAsync("/api/deployments/shop-2/explain", """{"of": "r1", "text": "It was on fire."}""");
        Assert.Empty(Items(await api.GetAsync("/api/approvals?tab=reviews")));
        Assert.Empty((await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("owed_reasons").EnumerateArray());
    }

    [Fact]
    public async Task A_list_and_a_cursor_that_do_not_exist_are_named()
    {
        await using var api = await ApiHost.StartAsync();
        var wrong = await api.GetAsync("/api/approvals?tab=mine&who=me");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(["tab", "who"], wrong.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["cursor"], (await api.GetAsync("/api/approvals?cursor=what")).Fields);
    }

    [Fact]
    public async Task A_comment_of_a_megabyte_is_refused_with_its_limit_and_a_script_is_kept_as_text()
    {
        await using var api = await ApiHost.WithCanaryAsync(Gated);
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}}}""");
        var before = await api.VersionAsync("shop-2");
        var megabyte = new string('x', 1_000_000);
        foreach (var (path, field, longest) in new[] { ("approve", "reason", 2_000), ("note", "text", 2_000) })
        {
            var refused = await api.PostAsync($"/api/deployments/shop-2/{path}", $$"""{"gate_id": "g1", "{{field}}": "{{megabyte}}", "expected_version": {{before}}}""");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            var error = refused.Json.GetProperty("errors").EnumerateArray().Single(e => Text(e, "field") == field);
            Assert.Equal(("1000000 characters", FormattableString.Invariant($"at most {longest} characters")), (Text(error, "found"), Text(error, "remedy")));
        }

        Assert.Equal(before, await api.VersionAsync("shop-2"));
        const string Script = "<script>alert(1)</script>";
        await api.MustAsync("/api/deployments/shop-2/approve", $$"""{"gate_id": "g1", "reason": "{{Script}}", "expected_version": {{before}}}""");
        Assert.Equal(Script, Text(Assert.Single(Items(await api.GetAsync("/api/approvals?tab=decided"))), "comment"));
    }

    private static List<JsonElement> Items(Answer answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
