using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;

namespace Sluice.Dashboard.Tests.Api;

public sealed partial class DescriptionTests
{
    private static readonly string[] s_commands = ["start", "promote", "pause", "resume", "extend", "approve", "reject", "abort", "cancel", "roll_back", "retry", "note"];

    [Fact]
    public async Task Every_route_of_the_api_is_described_with_an_operation_of_its_own()
    {
        await using var api = await ApiHost.StartAsync();
        var paths = (await api.GetAsync("/openapi/v1.json")).Json.GetProperty("paths");
        var described = paths.EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var mapped = Endpoints(api).Select(e => $"{e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {Path(e)}").ToList();

        Assert.True(mapped.Count >= 24, $"Only {mapped.Count} routes are mapped.");
        Assert.All(mapped, route => Assert.Contains(route, described));
        var operations = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(o => o.Value.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(operations.Count, operations.Distinct(StringComparer.Ordinal).Count());
        Assert.All(s_commands, command => Assert.Contains($"POST /api/deployments/{{id}}/{command}", described));
    }

    [Fact]
    public async Task Commands_describe_their_body_and_their_problems()
    {
        await using var api = await ApiHost.StartAsync();
        var document = (await api.GetAsync("/openapi/v1.json")).Json;
        var promote = document.GetProperty("paths").GetProperty("/api/deployments/{id}/promote").GetProperty("post");
        var body = Resolve(document, promote.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema"));
        Assert.True(body.GetProperty("properties").TryGetProperty("expected_version", out _));
        Assert.True(body.GetProperty("properties").TryGetProperty("full", out _));
        Assert.False(body.TryGetProperty("required", out _));
        var create = document.GetProperty("components").GetProperty("schemas").GetProperty("DeploymentBody");
        Assert.Equal(["service", "release"], create.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("date-time", Resolve(document, document.GetProperty("components").GetProperty("schemas").GetProperty("DeploymentView")).GetProperty("properties").GetProperty("created_at").GetProperty("format").GetString());
        var responses = promote.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToList();
        Assert.All(["200", "202", "400", "401", "404", "409", "413", "415", "422", "503"], status => Assert.Contains(status, responses));

        var read = document.GetProperty("paths").GetProperty("/api/deployments/{id}").GetProperty("get").GetProperty("responses").GetProperty("200");
        var view = Resolve(document, read.GetProperty("content").GetProperty("application/json").GetProperty("schema")).GetProperty("properties");
        Assert.All(["sentence", "split", "phases", "verdict", "allowed_actions", "open_gate", "version", "progress"], name => Assert.True(view.TryGetProperty(name, out _), name));
        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Every_endpoint_names_a_policy_and_what_changes_something_needs_more_than_to_look()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.All(Endpoints(api), endpoint =>
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(rule => rule.Policy).ToList();
            var isRead = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0] == "GET";
            // Some of what is read is for administrators alone, as what they write there is.
            Assert.True(policies.Count == 1 && ((policies[0] is Policies.View or Policies.Audit) == isRead || (isRead && policies[0] is Policies.Manage)), $"{Path(endpoint)}: {string.Join(", ", policies)}");
        });
    }

    private static IEnumerable<RouteEndpoint> Endpoints(ApiHost api) => api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => (Path(e).StartsWith("/api/", StringComparison.Ordinal) || Path(e) == "/metrics") && e.Metadata.GetMetadata<HttpMethodMetadata>() is not null);

    private static string Path(RouteEndpoint endpoint) => Constraint().Replace("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), "}");

    private static JsonElement Resolve(JsonElement document, JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference)
            ? document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
            : schema;

    [GeneratedRegex(@":[^}]*\}", RegexOptions.None, 5000)]
    private static partial Regex Constraint();
}
