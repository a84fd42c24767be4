using System.Net;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>Whatever is wrong with an input, the answer names field, value and remedy, all at once, and nothing is changed.</summary>
public sealed class InputTests(CanaryFixture canary) : IClassFixture<CanaryFixture>
{
    public static TheoryData<string, string[]> Deployments => new()
    {
        { "{}", ["service", "release"] },
        { """{"service": "nobody", "release": 1}""", ["service"] },
        { """{"service": "Not a name", "release": 1}""", ["service"] },
        { """{"service": "", "release": 1}""", ["service"] },
        { """{"service": "nobody", "release": 1, "extra": 1, "plan": {"phases": []}, "thresholds": {"error_rate": 7}}""", ["extra", "service", "thresholds.error_rate", "plan.phases"] },
        { """{"service": "nobody", "release": {"command": [], "replicas": 0}}""", ["service", "release.command", "release.replicas"] },
        { """{"service": "shop", "release": 9, "extra": 1, "thresholds": {"error_rate": 7}}""", ["extra", "release", "thresholds.error_rate"] },
        { """{"service": "shop", "release": "two"}""", ["release"] },
        { """{"service": "shop", "release": 9}""", ["release"] },
        { """{"service": "shop", "release": {"command": ["x"], "readiness": {"http": "//elsewhere/x"}}}""", ["release.readiness.http"] },
        { """{"service": "shop", "release": {"command": ["x"], "readiness": {"http": "/a b\r\nc"}}}""", ["release.readiness.http"] },
        { """{"service": "shop", "release": {"command": ["x"], "readiness": {"tcp": false}}}""", ["release.readiness.tcp"] },
        { """{"service": "shop", "release": 1.5}""", ["release"] },
        { """{"service": 7, "release": 1}""", ["service"] },
        { """{"service": "shop", "release": 1, "environment": "moon"}""", ["environment"] },
        { """{"service": "shop", "release": 1, "strategy": "at_once"}""", ["strategy"] },
        { """{"service": "shop", "release": 1, "strategy": "blue_green", "plan": {"steps": 3, "pause": "1m", "standby": "31d"}}""", ["plan.kind", "plan.standby"] },
        { """{"service": "shop", "release": 1, "strategy": "blue_green", "plan": {"kind": "switch", "pause": "1m", "gate": {"quorum": 99}}}""", ["plan.pause", "plan.gate.quorum"] },
        { """{"service": "shop", "release": 1, "plan": {"kind": "stepped", "gate": true}}""", ["plan.gate"] },
        { """{"service": "shop", "release": 1, "strategy": "ab"}""", ["plan.match"] },
        { """{"service": "shop", "release": 1, "strategy": "ab", "plan": {"match": [{"by": "claim", "name": "x"}, {"by": "cookie", "regex": "."}], "sticky": {"by": "ip"}}}""", ["plan.match[0].by", "plan.match[1].name", "plan.match[1].regex", "plan.sticky.by"] },
        { """{"service": "shop", "release": 1, "plan": {"sticky": {"name": "cart"}, "match": {}}}""", ["plan.match", "plan.sticky.by"] },
        { """{"service": "shop", "release": 1, "plan": {"sticky": {"by": "cookie"}, "match": [{"by": "header", "name": "Authorization", "value": "x", "prefix": "y"}]}}""", ["plan.match", "plan.match[0].name", "plan.match[0].prefix", "plan.sticky.name"] },
        { """{"service": "shop", "release": 1, "strategy": "mirror", "plan": {"kind": "phases", "phases": [{"share": 50}], "mirror": {}}}""", ["plan.mirror", "plan.kind"] },
        { """{"service": "shop", "release": 1, "strategy": "shadow", "plan": {"steps": 3, "mirror": {"unsafe_methods": "no", "methods": []}}}""", ["plan.mirror.unsafe_methods", "plan.mirror.methods", "plan.mirror", "plan.kind"] },
        { """{"service": "shop", "release": 1, "strategy": "mirror", "plan": {"mirror": {"max_body": 300000}}}""", ["plan.mirror.max_body"] },
        { """{"service": "shop", "release": 1, "plan": {"kind": "stepped", "mirror": {}}}""", ["plan.mirror"] },
        { """{"service": "shop", "release": 1, "autostart": true}""", ["autostart"] },
        { """{"service": "shop", "release": 1, "auto_start": "yes", "queue": 1, "dry_run": []}""", ["auto_start", "queue", "dry_run"] },
        { """{"service": "shop", "release": 1, "plan": "fast"}""", ["plan"] },
        { """{"service": "shop", "release": 1, "plan": {"kind": "instant"}}""", ["plan.kind"] },
        { """{"service": "shop", "release": 1, "plan": {"kind": "phases", "phases": []}}""", ["plan.phases"] },
        { """{"service": "shop", "release": 1, "plan": {"kind": "stepped", "steps": 3}}""", ["plan.steps"] },
        { """{"service": "shop", "release": 1, "plan": {"phases": [{"share": 50}, {"share": 20}, {"share": 101}, {"share": "5"}, {}]}}""", ["plan.phases[3].share", "plan.phases[1].share", "plan.phases[2].share", "plan.phases[4].share"] },
        { """{"service": "shop", "release": 1, "plan": {"phases": [{"share": 99999999999999999999999999, "hold": "soon", "pause_after": "never", "gate": "yes", "extra": 1}]}}""", ["plan.phases[0].share", "plan.phases[0].hold", "plan.phases[0].pause_after", "plan.phases[0].gate", "plan.phases[0].extra"] },
        { """{"service": "shop", "release": 1, "plan": {"kind": "linear", "steps": 0, "hold": "-5s", "pause": 30}}""", ["plan.hold", "plan.pause", "plan.steps"] },
        { """{"service": "shop", "release": 1, "thresholds": {"error_rate": 7, "latency_p99": "0s", "custom": [{"max": 1}, {"metric": "unheard_of", "max": 1}, {"metric": "latency_p95"}]}}""", ["thresholds.error_rate", "thresholds.latency_p99", "thresholds.custom[0].metric", "thresholds.custom[1].metric", "thresholds.custom[2]"] },
        { """{"service": "shop", "release": 1, "thresholds": {"error_rate": 1e400}}""", ["thresholds.error_rate"] },
        { """{"service": "shop", "release": 1, "analysis": {"mode": "point", "failure_limit": 3, "count": 2, "failed_runs": 3, "successful_runs": 3, "initial_delay": "2h", "dry_run": ["latency_p99"]}}""", ["analysis.failed_runs", "analysis.successful_runs", "analysis.failure_limit", "analysis.initial_delay", "analysis.dry_run[0]"] },
        { """{"service": "shop", "release": 1, "analysis": {"failure_limit": 3, "dry_run": []}}""", ["analysis.failure_limit", "analysis.dry_run"] },
        { """{"service": "shop", "release": 1, "analysis": {"interval": "1ms", "failed_runs": 0, "mode": "tarot", "on_inconclusive": "shrug"}}""", ["analysis.mode", "analysis.on_inconclusive", "analysis.interval", "analysis.failed_runs"] },
        { """{"service": "shop", "release": 1, "rollback": {"on_metric_failure": ["latency_p99", 4], "while_waiting": "pray"}}""", ["rollback.on_metric_failure[1]", "rollback.while_waiting", "rollback.on_metric_failure[0]"] },
        { """{"service": "shop", "release": {"command": [], "replicas": 0, "env": {"A=B": "x", "C": 3}, "readiness": {"http": "health", "timeout": "2d", "grace": 1}}}""", ["release.env.C", "release.readiness.grace", "release.command", "release.replicas", "release.readiness.http", "release.readiness.timeout"] },
        { """{"service": "shop", "release": 1, "reason": "a\u0000b", "command_id": ""}""", ["reason", "command_id"] },
        { """{"service": "shop", "release": 1, "command_id": "line\nbreak"}""", ["command_id"] },
    };

    [Theory]
    [MemberData(nameof(Deployments))]
    public async Task A_wrong_deployment_is_told_every_mistake(string body, string[] fields)
    {
        var api = canary.Api;
        var answer = await api.PostAsync("/api/deployments", body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(fields.Order(StringComparer.Ordinal), answer.Fields.Order(StringComparer.Ordinal));
        Assert.All(answer.Json.GetProperty("errors").EnumerateArray(), error =>
        {
            Assert.NotEmpty(error.GetProperty("found").GetString()!);
            Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
        });
        Assert.Equal(2, (await api.GetAsync("/api/deployments")).Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("{}", "name,environments")]
    [InlineData("""{"name": "Shop!", "environments": [{"name": "", "runtime": {"kind": "podman", "drain_timeout": "2h"}}]}""", "name,environments[0].name,environments[0].runtime.kind,environments[0].runtime.drain_timeout")]
    [InlineData("""{"name": "a", "environments": [{"name": "x"}, {"name": "x", "runtime": {"kind": "process"}, "router": {"host": "a b"}}]}""", "environments[0].runtime,environments[1].name,environments[1].router.host")]
    [InlineData("""{"name": "a", "environments": [{"name": "x", "runtime": {"kind": "process"}}, {"name": "y", "runtime": {"kind": "process"}}]}""", "environments[1].router")]
    [InlineData("""{"name": "a", "environments": "production"}""", "environments")]
    public async Task A_wrong_service_is_told_every_mistake(string body, string fields)
    {
        var api = canary.Api;
        var answer = await api.PostAsync("/api/services", body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(fields.Split(',').Order(StringComparer.Ordinal), answer.Fields.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{}", "command")]
    [InlineData("""{"command": ["x"], "image": "y"}""", "release")]
    [InlineData("""{"command": "run me"}""", "command")]
    [InlineData("""{"endpoints": ["http://a:1"]}""", "release")]
    [InlineData("""{"command": ["x"], "readiness": {"http": "/", "tcp": true}}""", "readiness.tcp")]
    [InlineData("""{"command": ["x"], "colour": "red", "replicas": "many"}""", "colour,replicas")]
    public async Task A_wrong_release_is_told_every_mistake(string body, string fields)
    {
        var api = canary.Api;
        var answer = await api.PostAsync("/api/services/shop/releases", body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(fields.Split(',').Order(StringComparer.Ordinal), answer.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(2, (await api.GetAsync("/api/services/shop/releases")).Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("promote", "{}", "expected_version")]
    [InlineData("promote", """{"full": "yes", "expected_version": 0}""", "full,expected_version")]
    [InlineData("start", """{"expected_version": "3"}""", "expected_version")]
    [InlineData("resume", """{"expected_version": 1.5}""", "expected_version")]
    [InlineData("extend", """{"expected_version": 3}""", "by")]
    [InlineData("extend", """{"by": "0s", "expected_version": 3}""", "by")]
    [InlineData("extend", """{"by": "8d", "expected_version": 3}""", "by")]
    [InlineData("approve", "{}", "expected_version,gate_id")]
    [InlineData("reject", """{"gate_id": 1, "expected_version": 3}""", "gate_id")]
    [InlineData("note", "{}", "text")]
    [InlineData("note", """{"text": " "}""", "text")]
    [InlineData("retry", """{"queue": "maybe"}""", "queue")]
    [InlineData("abort", """{"raeson": "typo", "command_id": 12}""", "raeson,command_id")]
    [InlineData("roll_back", """{"full": true}""", "full")]
    public async Task A_wrong_command_is_told_every_mistake_and_changes_nothing(string command, string body, string fields)
    {
        var api = canary.Api;
        var before = await api.VersionAsync("shop-2");
        var answer = await api.PostAsync($"/api/deployments/shop-2/{command}", body);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(fields.Split(',').Order(StringComparer.Ordinal), answer.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(before, await api.VersionAsync("shop-2"));
    }

    [Theory]
    [InlineData(2_000, HttpStatusCode.Accepted)]
    [InlineData(2_001, HttpStatusCode.UnprocessableEntity)]
    public async Task A_reason_has_at_most_2000_characters(int length, HttpStatusCode expected)
    {
        var api = canary.Api;
        Assert.Equal(expected, (await api.PostAsync("/api/deployments/shop-2/note", $$"""{"text": "a note", "reason": "{{new string('x', length)}}"}""")).Status);
    }

    [Theory]
    [InlineData("not json", "application/json", HttpStatusCode.BadRequest, "malformed")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}", "application/json", HttpStatusCode.BadRequest, "malformed")]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest, "malformed")]
    [InlineData("{\"name\": \"\\ud800\"}", "application/json", HttpStatusCode.BadRequest, "malformed")]
    [InlineData("{\"\\ud800\": 1}", "application/json", HttpStatusCode.BadRequest, "malformed")]
    [InlineData("name: shop", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    [InlineData("{}", "", HttpStatusCode.UnsupportedMediaType, "unsupported_media_type")]
    public async Task A_body_that_cannot_be_read_says_why(string body, string type, HttpStatusCode status, string problem)
    {
        var api = canary.Api;
        foreach (var path in new[] { "/api/services", "/api/deployments", "/api/services/shop/releases", "/api/deployments/shop-1/abort" })
        {
            var answer = await api.PostAsync(path, body, type);
            Assert.Equal((status, problem), (answer.Status, answer.Problem));
        }
    }

    [Theory]
    [InlineData("""{"service": "shop", "service": "cart", "release": 1}""", "The field service is given twice: send it once.")]
    [InlineData("""{"plan": {"phases": [{"share": 5}, {"share": 6, "share": 7}]}}""", "The field plan.phases[1].share is given twice: send it once.")]
    public async Task A_field_given_twice_is_named(string body, string detail)
    {
        var answer = await canary.Api.PostAsync("/api/deployments", body);
        Assert.Equal((HttpStatusCode.BadRequest, detail), (answer.Status, answer.Json.GetProperty("detail").GetString()));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("Zzz")]
    public async Task A_cursor_that_no_page_of_services_ended_with_is_named(string cursor)
    {
        var answer = await canary.Api.GetAsync("/api/services?cursor=" + Uri.EscapeDataString(cursor));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["cursor"], answer.Fields);
    }

    [Fact]
    public async Task A_body_that_is_nested_too_deeply_says_so()
    {
        var answer = await canary.Api.PostAsync("/api/deployments", string.Concat(Enumerable.Repeat("{\"a\":", 65)) + "1" + new string('}', 65));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("deeper than 64 levels", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_one_megabyte_is_not_read()
    {
        var api = canary.Api;
        var answer = await api.PostAsync("/api/services", $$"""{"name": "{{new string('x', 1024 * 1024)}}"}""");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task Of_very_many_mistakes_the_first_hundred_are_told()
    {
        var fields = string.Join(", ", Enumerable.Range(0, 70_000).Select(i => $"\"f{i}\": 1"));
        var answer = await canary.Api.PostAsync("/api/deployments", $"{{{fields}}}");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, 100), (answer.Status, answer.Fields.Count));
        Assert.StartsWith("100 mistakes or more", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/services/%00")]
    [InlineData("/api/services/Not%20A%20Name")]
    [InlineData("/api/deployments/%F0%9F%92%A5")]
    [InlineData("/api/deployments/..%2F..%2Fetc/events")]
    [InlineData("/api/nothing")]
    public async Task A_strange_address_is_just_not_found(string path)
    {
        var api = canary.Api;
        var answer = await api.GetAsync(path);
        Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.Status} {answer.Text}");
    }

    [Fact]
    public async Task An_unknown_service_in_the_address_is_not_found()
    {
        var api = canary.Api;
        Assert.Equal(HttpStatusCode.NotFound, (await api.PostAsync("/api/services/nobody/releases", ApiHost.Release)).Status);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=made%20up", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("limit=many", "limit")]
    [InlineData("active=yes", "active")]
    [InlineData("status=fine", "status")]
    [InlineData("service=Not%20A%20Name", "service")]
    [InlineData("enviroment=production", "enviroment")]
    [InlineData("service=a&service=b", "service")]
    public async Task A_wrong_filter_is_named(string query, string field)
    {
        var answer = await canary.Api.GetAsync("/api/deployments?" + query);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal([field], answer.Fields);
    }

    [Fact]
    public async Task Nobody_comes_in_without_the_token()
    {
        await using var api = await ApiHost.StartAsync();
        api.Http.DefaultRequestHeaders.Authorization = null;
        foreach (var path in new[] { "/api/services", "/api/deployments", "/api/deployments/a-1/events", "/metrics", "/openapi/v1.json" })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync(path)).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await api.PostAsync("/api/services", ApiHost.Shop)).Status);
    }
}
