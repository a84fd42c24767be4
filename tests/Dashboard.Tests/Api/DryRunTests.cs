using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Engine.Metrics.Served;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>A dry run carries what trying its rules on what was served came to.</summary>
public sealed class DryRunTests
{
    private const string Deployments = "/api/deployments";
    private const string DryRun = """{"service": "shop", "release": 2, "queue": true, "dry_run": true, "command_id": "d-1"}""";

    [Fact]
    public async Task The_finding_is_in_the_answer_and_stays_with_the_dry_run()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var made = await api.MustAsync(Deployments, DryRun);
        var finding = Assert.Single(Findings(made.Json));
        Assert.Equal(("note", "analysis"), (Text(finding, "level"), Text(finding, "field")));
        Assert.StartsWith("Nothing is stored of earlier days yet.", Text(finding, "text"), StringComparison.Ordinal);
        var id = made.String("deployment");
        Assert.Equal(Text(finding, "text"), Text(Assert.Single(Findings((await api.GetAsync($"{Deployments}/{id}")).Json)), "text"));

        // Said again, it is the first answer, whatever would be found now.
        Served(api).IsAway = true;
        var again = await api.PostAsync(Deployments, DryRun);
        Assert.Equal((HttpStatusCode.OK, "repeated", id), (again.Status, again.String("effect"), again.String("deployment")));
        Assert.Equal(Text(finding, "text"), Text(Assert.Single(Findings(again.Json)), "text"));
    }

    [Fact]
    public async Task A_database_that_is_away_is_a_note_and_the_dry_run_is_made()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Served(api).IsAway = true;
        var finding = Assert.Single(Findings((await api.MustAsync(Deployments, DryRun)).Json));
        Assert.Equal("note", Text(finding, "level"));
        Assert.StartsWith("The stored days could not be read.", Text(finding, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_done_in_earnest_carries_none_and_nobody_can_send_one()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Assert.Empty(Findings((await api.MustAsync(Deployments, DryRun.Replace("\"dry_run\": true", "\"dry_run\": false", StringComparison.Ordinal))).Json));
        Assert.Equal(["findings"], (await api.PostAsync(Deployments, """{"service": "shop", "release": 2, "queue": true, "dry_run": true, "findings": []}""")).Fields);
    }

    private static InMemoryServed Served(ApiHost api) => (InMemoryServed)api.Services.GetRequiredService<IServedHistory>();

    private static List<JsonElement> Findings(JsonElement json) => [.. json.GetProperty("findings").EnumerateArray()];

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
