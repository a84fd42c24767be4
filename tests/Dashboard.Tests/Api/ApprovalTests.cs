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
