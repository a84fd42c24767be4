using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Tests;

/// <summary>A page that comes without a picture in the documentation fails here.</summary>
public sealed class PicturesTests
{
    private static readonly Dictionary<string, string> s_pictures = new(StringComparer.Ordinal)
    {
        ["/"] = "fleet",
        ["/fleet"] = "fleet",
        ["/applications/{Name}"] = "application",
        ["/approvals"] = "approvals",
        ["/audit"] = "audit",
        ["/compose"] = "compose",
        ["/compose/{Key}"] = "compose-review",
        ["/error"] = "error",
        ["/health"] = "health",
        ["/incidents"] = "incidents",
        ["/incidents/{Incident}"] = "incident",
        ["/not-found"] = "not-found",
        ["/reviews"] = "reviews",
        ["/reviews/{Review}"] = "review",
        ["/s/{Name}"] = "service",
        ["/s/{Service}/d/{Number}"] = "deployment",
        ["/s/{Service}/d/{Number}/replay"] = "replay",
        ["/s/{Service}/new"] = "new-deployment",
        ["/services/new"] = "new-service",
        ["/settings"] = "settings",
        ["/settings/access"] = "settings-access",
        ["/settings/channels"] = "channels",
        ["/settings/console"] = "settings-console",
        ["/settings/freezes"] = "freezes",
        ["/settings/me"] = "settings-me",
        ["/settings/plans"] = "settings-plans",
        ["/settings/views"] = "settings-views",
        ["/signin"] = "signin",
    };

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Every_page_has_its_picture_in_the_documentation(string theme)
    {
        var folder = Documentation();
        var routes = typeof(DashboardHost).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>(inherit: false))
            .Select(route => route.Template)
            .ToArray();
        Assert.NotEmpty(routes);
        Assert.DoesNotContain(routes, route => !s_pictures.TryGetValue(route, out var name) || !File.Exists(Path.Combine(folder, $"{name}-{theme}.png")));
    }

    private static string Documentation()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var pictures = Path.Combine(folder.FullName, "docs", "console");
            if (Directory.Exists(pictures))
            {
                return pictures;
            }
        }

        throw new DirectoryNotFoundException("docs/console is not above the tests.");
    }
}
