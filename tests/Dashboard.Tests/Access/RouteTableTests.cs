using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Sluice.Dashboard.Access;

namespace Sluice.Dashboard.Tests.Access;

public sealed class RouteTableTests
{
    private static readonly string[] Anonymous = ["/health/live", "/health/ready", "/signin", "/signin/oauth", "/error", "/not-found"];

    // Serves assets that were made after the build; it answers 404 to everything else.
    private const string FilesInDevelopment = "/{**path:file}";
    private static readonly string[] AnonymousFolders = ["/css/", "/js/", "/lib/", "/_framework/blazor.", "/_content/", "/icon.", FilesInDevelopment];

    [Fact]
    public async Task Every_endpoint_names_a_policy_or_is_on_the_list_of_open_ones()
    {
        await using var host = new TestHost();
        var endpoints = host.Endpoints.ToArray();
        Assert.NotEmpty(endpoints);

        var unguarded = endpoints.Where(endpoint => !IsGuarded(endpoint) && !IsListed(endpoint)).Select(Describe).Distinct(StringComparer.Ordinal);
        Assert.Empty(unguarded);
    }

    [Fact]
    public async Task Nothing_on_the_list_of_open_ones_is_gone()
    {
        await using var host = new TestHost();
        var open = host.Endpoints.Where(endpoint => !IsGuarded(endpoint)).Select(Path).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(Anonymous, path => !open.Contains(path));
    }

    private static bool IsGuarded(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is { Count: > 0 } rules
        && rules.All(rule => rule.Policy is not null && Policies.All.Contains(rule.Policy, StringComparer.Ordinal));

    private static bool IsListed(RouteEndpoint endpoint) =>
        Anonymous.Contains(Path(endpoint), StringComparer.Ordinal) || AnonymousFolders.Any(folder => Path(endpoint).StartsWith(folder, StringComparison.Ordinal));

    private static string Path(RouteEndpoint endpoint) => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/');

    private static string Describe(RouteEndpoint endpoint) => $"{Path(endpoint)} ({endpoint.DisplayName})";
}
