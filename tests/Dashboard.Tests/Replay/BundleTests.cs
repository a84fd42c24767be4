using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>A record taken away and opened again.</summary>
public sealed class BundleTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task What_was_exported_gives_the_same_pages_when_it_is_opened_again()
    {
        await HappenAsync();
        _scene.Import(await _scene.BundleAsync());
        foreach (var e in await _scene.EventsAsync())
        {
            foreach (var clock in new[] { "now", "then" })
            {
                var query = $"at={e.Version}&a=2&clock={clock}";
                using var ours = _scene.Open(query);
                using var opened = _scene.OpenImported(query);
                UntilRead(ours);
                UntilRead(opened);
                Assert.Equal(Parts(ours), Parts(opened));
            }
        }

        var (mine, theirs) = ((await _scene.RecordAsync())!, _scene.Import(await _scene.BundleAsync()).Record);
        Assert.Equal(JsonSerializer.Serialize(ReviewSeries.Of(mine)), JsonSerializer.Serialize(ReviewSeries.Of(theirs)));
        Assert.Equal(JsonSerializer.Serialize(WhatIf.Run(mine.History.Last!, mine.History.Last!.Spec, mine.Intervals, ReplayScene.Ct)), JsonSerializer.Serialize(WhatIf.Run(theirs.History.Last!, theirs.History.Last!.Spec, theirs.Intervals, ReplayScene.Ct)));
    }

    /// <summary>The stored form of the event follows what is drawn from memory.</summary>
    private static void UntilRead(IRenderedComponent<IComponent> page) => page.WaitForAssertion(() => Assert.NotEmpty(page.Find(".inspector .event__json").TextContent.Trim()));

    [Fact]
    public async Task An_opened_bundle_is_marked_and_leads_nowhere_in_this_system()
    {
        await HappenAsync();
        _scene.Import(await _scene.BundleAsync());
        var page = _scene.OpenImported();
        Assert.Contains("Not this system's data, read only.", page.Find("[data-foreign]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-notice], [data-fault], [data-doubts]"));
        Assert.All(page.FindAll("a[href]"), link => Assert.Equal("/reviews", link.GetAttribute("href")));
        Assert.Empty(page.FindAll("form, [data-replay=note], [data-edit], [data-replay=live]"));
    }

    [Fact]
    public async Task A_broken_hash_is_said_in_red_and_the_rest_is_still_shown()
    {
        await HappenAsync();
        var text = Encoding.UTF8.GetString(await _scene.BundleAsync());
        Assert.Contains("lunch", text, StringComparison.Ordinal);
        _scene.Import(Encoding.UTF8.GetBytes(text.Replace("lunch", "sabotage", StringComparison.Ordinal)));
        var page = _scene.OpenImported();
        Assert.Contains("\"events\" does not match its hash", page.Find("[data-notice=HashBroken]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".replay__event"));
    }

    [Fact]
    public async Task A_gap_in_the_events_is_a_red_band_over_what_is_missing()
    {
        await HappenAsync();
        _scene.Import(await ChangedAsync(bundle => bundle["parts"]!["events"]!.AsArray().RemoveAt(2)));
        var page = _scene.OpenImported();
        Assert.Contains("Event 3 is missing", page.Find("[data-fault=Gap]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-notice]"));
        Assert.StartsWith("M", page.Find("[data-doubts] path").GetAttribute("d"), StringComparison.Ordinal);
        await page.Find("[data-fault-at]").ClickAsync(new());
        Assert.Equal("4", page.Find(".replay").GetAttribute("data-at"));
    }

    [Fact]
    public async Task An_unknown_kind_is_shown_raw_flagged_and_does_not_stop_the_replay()
    {
        await HappenAsync();
        _scene.Import(await ChangedAsync(bundle => bundle["parts"]!["events"]!.AsArray()[^1]!["type"] = "from_the_future"));
        var page = _scene.OpenImported();
        Assert.Contains("from_the_future", page.Find("[data-fault=Unreadable]").TextContent, StringComparison.Ordinal);
        Assert.Contains("from_the_future", page.Find(".inspector").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find(".badge"));
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("spec")]
    public async Task An_event_with_holes_in_it_is_one_that_cannot_be_read(string member)
    {
        await HappenAsync();
        _scene.Import(await ChangedAsync(bundle => bundle["parts"]!["events"]![0]!["data"]![member] = null));
        Assert.NotEmpty(_scene.OpenImported("at=1").FindAll("[data-fault=Unreadable]"));
    }

    [Fact]
    public async Task A_newer_version_is_refused_with_both_versions()
    {
        await HappenAsync();
        var newer = await ChangedAsync(bundle => bundle["format_version"] = 7);
        var refusal = Assert.Throws<BundleException>(() => _scene.Import(newer));
        Assert.Equal(BundleTrouble.NewerVersion, refusal.Trouble);
        Assert.Contains("version 7", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("up to 2", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The id of the deployment stands in a line for a shell when the connection goes.</summary>
    [Fact]
    public async Task A_name_that_no_deployment_can_have_is_refused()
    {
        await HappenAsync();
        var strange = await ChangedAsync(bundle => bundle["deployment"] = "shop/abort; true #");
        Assert.Equal(BundleTrouble.NotABundle, Assert.Throws<BundleException>(() => _scene.Import(strange)).Trouble);
    }

    [Fact]
    public async Task A_part_that_is_damaged_or_gone_costs_only_what_it_tells()
    {
        await HappenAsync();
        _scene.Import(await ChangedAsync(bundle =>
        {
            bundle["parts"]!["samples"]!.AsArray()[0]!["canary"]!["latency"] = new JsonArray(new JsonArray(99_999, 1));
            bundle["parts"]!.AsObject().Remove("service");
        }));
        var page = _scene.OpenImported();
        Assert.Contains("samples", page.Find("[data-notice=PartUnreadable]").TextContent, StringComparison.Ordinal);
        Assert.Contains("service", page.Find("[data-notice=PartMissing]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".replay__event"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"sluice-incident-review","format_version":2,"deployment":"shop-2","parts":{"events":[]}}""")]
    [InlineData("""{"format":"sluice-incident-review","format_version":2,"deployment":"shop-2","parts":{"events":[{"version":1}]}}""")]
    [InlineData("""{"format":"sluice-incident-review","format_version":2,"deployment":"../..","parts":{"events":[]}}""")]
    [InlineData("PK\u0003\u0004")]
    public void What_is_no_bundle_is_refused(string file) =>
        Assert.Equal(BundleTrouble.NotABundle, Assert.Throws<BundleException>(() => _scene.Import(Encoding.UTF8.GetBytes(file))).Trouble);

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused()
    {
        await HappenAsync();
        var bundle = await _scene.BundleAsync();
        Assert.Throws<BundleException>(() => _scene.Import(bundle[..(bundle.Length / 2)]));
    }

    [Fact]
    public async Task A_bundle_is_shown_to_nobody_but_who_opened_it()
    {
        await HappenAsync();
        _scene.Import(await _scene.BundleAsync(), owner: "Eve");
        Assert.Contains("not open", _scene.OpenImported().Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_not_in_a_bundle_and_it_can_still_be_read()
    {
        await HappenAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("token=hunter2"));
        var bundle = await _scene.BundleAsync();
        Assert.DoesNotContain("hunter2", Encoding.UTF8.GetString(bundle), StringComparison.Ordinal);
        Assert.Empty(_scene.Import(bundle).Record.History.Faults);
    }

    [Fact]
    public async Task Names_of_people_can_be_left_out_and_the_story_holds()
    {
        await HappenAsync();
        var record = (await _scene.RecordAsync())!;
        var bundle = await _scene.Get<BundleWriter>().OfAsync(record, Redaction.Of([record], new(People: true, Addresses: false)), DateTimeOffset.UnixEpoch, ReplayScene.Ct);
        var text = Encoding.UTF8.GetString(bundle);
        Assert.DoesNotContain("\"Ben\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Ada\"", text, StringComparison.Ordinal);
        var opened = _scene.Import(bundle).Record;
        Assert.Empty(opened.History.Faults);
        Assert.Contains(opened.History.Events, e => e.Event!.Origin.By.Name.StartsWith("person ", StringComparison.Ordinal));
    }

    private async Task HappenAsync()
    {
        await _scene.Now.BakingAsync();
        var at = (await _scene.EventsAsync())[^1].At;
        await _scene.MeasureAsync(at.AddMilliseconds(-1), at.AddMilliseconds(-1), canaryErrors: 50);
        await _scene.MeasureAsync(at.AddMilliseconds(1), at.AddMinutes(1), canaryErrors: 50);
        await _scene.Now.JudgeAsync(errors: 50);
        await _scene.Now.OrderAsync(new DeploymentCommand.Pause("lunch"));
        await _scene.Now.OrderAsync(new DeploymentCommand.Resume());
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("**Too long** a lunch") { About = new(2), IsKeyMoment = true });
        await _scene.Now.JudgeAsync(errors: 50);
        await _scene.Now.ReturnedAsync();
    }

    /// <summary>The bundle with something else in it, and hashes to match.</summary>
    private async Task<byte[]> ChangedAsync(Action<JsonNode> change)
    {
        var bundle = JsonNode.Parse(await _scene.BundleAsync())!;
        change(bundle);
        foreach (var part in bundle["parts"]!.AsObject())
        {
            bundle["hashes"]![part.Key] = BundleFormat.HashOf(Encoding.UTF8.GetBytes(part.Value!.ToJsonString()));
        }

        return Encoding.UTF8.GetBytes(bundle.ToJsonString());
    }

    /// <summary>Everything that people read, and what the charts are told; not where links lead.</summary>
    private static string[] Parts(IRenderedComponent<IComponent> page)
    {
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("figure[data-chart]")));
        var cut = page.FindComponent<Charts.ChartDeck>().Instance.View;
        return
        [
            .. page.FindAll(".replay__mode, .milestones, .scrubber__where, .replay__state, .inspector, .changes, .replay__event, .note__about, .note__text").Select(part => part.TextContent),
            page.Find(".timeline__lanes").GetAttribute("aria-label")!,
            .. page.FindAll(".timeline path").Select(path => path.GetAttribute("d")!),
            .. new[] { "value", "max", "aria-valuetext" }.Select(name => page.Find("#scrubber").GetAttribute(name)!),
            .. page.FindAll("figure[data-chart]").Select(chart => chart.GetAttribute("data-chart")!),
            JsonSerializer.Serialize(cut with { Replay = cut.Replay! with { Source = "" } }),
        ];
    }
}
