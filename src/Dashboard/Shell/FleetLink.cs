using Microsoft.AspNetCore.Components.Routing;

namespace Sluice.Dashboard.Shell;

/// <summary>The start page is the fleet as well.</summary>
public sealed class FleetLink : NavLink
{
    protected override bool ShouldMatch(string uriAbsolute) =>
        base.ShouldMatch(uriAbsolute) || string.Equals(new Uri(uriAbsolute).AbsolutePath, "/", StringComparison.Ordinal);
}
