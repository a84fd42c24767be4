using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Sluice.Dashboard.Access;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>The endpoint table as tests walk it: a new endpoint is in the walk without anybody adding it.</summary>
internal static partial class RouteWalk
{
    /// <summary>What asks for a right. Circuits speak through an endpoint of the framework's own that waits for ever; its policy is looked at by the table's own test.</summary>
    public static bool IsGuarded(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && !Path(endpoint).StartsWith("/_blazor", StringComparison.Ordinal)
        && !endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => string.Equals(rule.Policy, Policies.Self, StringComparison.Ordinal));

    public static IEnumerable<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named ? named : ["GET"];

    /// <param name="service">Whose name stands in the address; a deployment is its second.</param>
    /// <param name="freeze">The id of a freeze.</param>
    /// <param name="incident">The id of an incident.</param>
    public static string Path(RouteEndpoint endpoint, string service = "shop", string freeze = "f1", string incident = "i1") => "/" + Parameter().Replace((endpoint.RoutePattern.RawText ?? "").TrimStart('/'), hit => hit.Groups["name"].Value.ToUpperInvariant() switch
    {
        "ID" => service + "-2",
        "FREEZE" => freeze,
        "INCIDENT" => incident,
        "ITEM" => "1",
        "NUMBER" => "2",
        "INSTANCE" => service + "-2-0",
        "VIEW" => service + ".till",
        _ => service,
    });

    public static bool HasParameter(RouteEndpoint endpoint) => Parameter().IsMatch(endpoint.RoutePattern.RawText ?? "");

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.None, 5000)]
    private static partial Regex Parameter();
}
