using System.Net;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Api;

public sealed class SupportTests
{
    [Fact]
    public async Task A_support_bundle_tells_of_the_installation_without_its_secrets_and_is_in_the_log()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var bundle = await api.GetAsync("/api/support");
        Assert.Equal((HttpStatusCode.OK, "application/json", "sluice-support"), (bundle.Status, bundle.MediaType, bundle.String("format")));
        Assert.NotEmpty(bundle.Json.GetProperty("parts").EnumerateArray());
        Assert.NotEmpty(bundle.Json.GetProperty("settings").GetProperty("Access").EnumerateObject());
        Assert.DoesNotContain(TestHost.Token, bundle.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("shop", bundle.Text, StringComparison.Ordinal);
        var line = api.Sluice.Audit.Lines[^1];
        Assert.Equal(("ada", "export_support", "audit"), (line.Actor, line.Action, AuditActions.CategoryOf(line.Action)));
    }

    [Fact]
    public async Task It_is_made_without_the_database_too()
    {
        await using var api = await ApiHost.StartAsync();
        api.Sluice.StoreIsDown = true;
        var bundle = await api.GetAsync("/api/support");
        Assert.Equal(HttpStatusCode.OK, bundle.Status);
        Assert.NotEqual("", bundle.String("readers_problem"));
    }
}
