using System.Net;
using System.Text;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Api;

public sealed class ReviewTests
{
    [Fact]
    public async Task A_bundle_holds_every_event_and_hashes_that_anybody_can_check()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.GetAsync("/api/deployments/shop-2/review");
        Assert.Equal((BundleFormat.Name, BundleFormat.Version), (answer.String("format"), answer.Json.GetProperty("format_version").GetInt32()));
        var parts = answer.Json.GetProperty("parts");
        Assert.Equal(await api.VersionAsync("shop-2"), parts.GetProperty("events").GetArrayLength());
        Assert.All(answer.Json.GetProperty("hashes").EnumerateObject(), hash => Assert.Equal(BundleFormat.HashOf(Encoding.UTF8.GetBytes(parts.GetProperty(hash.Name).GetRawText())), hash.Value.GetString()));
        var entry = api.Sluice.Audit.Lines[^1];
        Assert.Equal(("ada", "export_review", "shop-2", "api"), (entry.Actor, entry.Action, entry.Subject, entry.Source));
    }

    [Fact]
    public async Task Secrets_stay_and_notes_are_no_markup()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/note", """{"text": "<script>alert(1)</script> | password=hunter2"}""");
        var report = await api.GetAsync("/api/deployments/shop-2/review?format=md");
        Assert.Equal("text/markdown", report.MediaType);
        Assert.DoesNotContain("<script", report.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;script", report.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", report.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", (await api.GetAsync("/api/deployments/shop-2/review?format=json")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_event_goes_along_raw()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        api.Sluice.AddForeign(ApiHost.Tenant, DeploymentId.From("shop-2").Stream, "from_the_future", """{"x":1}""");
        var parts = (await api.GetAsync("/api/deployments/shop-2/review")).Json.GetProperty("parts");
        Assert.Equal("from_the_future", parts.GetProperty("events").EnumerateArray().Last().GetProperty("type").GetString());
        Assert.Equal(1, parts.GetProperty("faults").GetArrayLength());
    }

    [Fact]
    public async Task What_is_not_there_or_not_a_format_is_refused()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/deployments/shop-9/review")).Status);
        Assert.Equal(["format"], (await api.GetAsync("/api/deployments/shop-2/review?format=pdf")).Fields);
        api.Sluice.StoreIsDown = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await api.GetAsync("/api/deployments/shop-2/review")).Status);
    }
}
