using System.Net;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>A deployment may be asked for, and looked at before, in YAML.</summary>
public sealed class YamlTests
{
    private const string Preview = "/api/deployments/preview";

    [Theory]
    [InlineData("application/yaml")]
    [InlineData("text/yaml; charset=utf-8")]
    [InlineData("application/x-yaml")]
    public async Task A_deployment_in_yaml_is_the_same_as_in_json(string type)
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var json = await api.PostAsync(Preview, """{"service": "shop", "release": 2, "plan": {"kind": "linear", "steps": 4}}""");
        var yaml = await api.PostAsync(Preview, "service: shop\nrelease: 2\nplan: {kind: linear, steps: 4}", type);
        Assert.Equal((HttpStatusCode.OK, json.Json.ToString()), (yaml.Status, yaml.Json.ToString()));

        var created = await api.PostAsync("/api/deployments", "service: shop\nrelease: 2\nauto_start: false\nreason: from a file", type);
        Assert.Equal((HttpStatusCode.Created, "shop-3"), (created.Status, created.Json.GetProperty("deployment").GetString()));
    }

    [Fact]
    public async Task Mistakes_come_together_and_what_is_no_yaml_is_said_with_its_place()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var wrong = await api.PostAsync(Preview, "service: shop\nrelease: two\ncolour: red\nplan: {steps: many}", "application/yaml");
        Assert.Equal(["colour", "plan.steps", "release"], wrong.Fields.Order(StringComparer.Ordinal));
        foreach (var (text, said) in new[] { ("a: [1", "This is no YAML"), ("a: 1\na: 2", "Line 2, column 1"), ("- shop", "an object is expected") })
        {
            var answer = await api.PostAsync("/api/deployments", text, "application/yaml");
            Assert.Equal((HttpStatusCode.BadRequest, "malformed"), (answer.Status, answer.Problem));
            Assert.Contains(said, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Other_orders_take_json_only()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.PostAsync("/api/deployments/shop-2/abort", "reason: x", "application/yaml")).Status);
    }

    [Fact]
    public async Task A_text_for_the_form_is_kept_without_being_judged_and_refused_when_it_is_too_long()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/api/deployments/drafts", """{"text": "a: ["}""")).Status);
        Assert.Equal(["text"], (await api.PostAsync("/api/deployments/drafts", "{}")).Fields);
        Assert.Equal(["text"], (await api.PostAsync("/api/deployments/drafts", $$"""{"text": "{{new string('x', 65_537)}}"}""")).Fields);
    }
}
