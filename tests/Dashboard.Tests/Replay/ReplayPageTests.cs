using System.Text.Json;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Presence;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Live;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Replay;

public sealed class ReplayPageTests : IDisposable
{
    private readonly DeploymentScene _scene = new();
    private readonly InMemoryStrata _strata = new();

    public ReplayPageTests()
    {
        _scene.Console.Services.AddSingleton(EventCatalogue.Scan([typeof(DomainEvent).Assembly]));
        _scene.Console.Services.AddSingleton<IStratumStore>(_strata);
        _scene.Console.Services.AddReplay();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Every_event_is_drawn_as_the_live_page_drew_it()
    {
        var live = new Dictionary<long, string[]>();
        await _scene.CreatedAsync();
        await WatchAsync(live, new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        await WatchAsync(live, new DeploymentCommand.ReportCanaryReady(1));
        await WatchAsync(live, new DeploymentCommand.ReportSplit(_scene.State.Asked, Verified: true));
        await _scene.JudgeAsync(errors: 50);
        Look(live);
        await _scene.OrderAsync(new DeploymentCommand.Pause("lunch"));
        Look(live);
        await _scene.JudgeAsync(errors: 50);
        Look(live);
        await WatchAsync(live, new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.True(live.Count >= 6, $"Only {live.Count} versions were looked at.");
        await AssertReplayedAsync(live);
    }

    [Fact]
    public async Task A_question_its_answer_and_the_end_are_drawn_as_the_live_page_drew_them()
    {
        var live = new Dictionary<long, string[]>();
        await _scene.JudgedAsync(errors: 50, runs: 1, DeploymentScene.Canary with { Rollback = new() { ManualApproval = true } });
        Look(live);
        await _scene.JudgeAsync(errors: 50);
        Look(live);
        await _scene.OrderAsync(new DeploymentCommand.AddNote("look at this"));
        Look(live);
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: "Cleo");
        Look(live);
        await WatchAsync(live, new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        Assert.True(live.Count >= 5, $"Only {live.Count} versions were looked at.");
        await AssertReplayedAsync(live);
    }

    private async Task AssertReplayedAsync(Dictionary<long, string[]> live)
    {
        // With intervals replay offers the differences from stable too, as the live page does.
        await _strata.AppendAsync(ReplayScene.Interval(_scene.State.CreatedAt, _scene.State.CreatedAt, canaryErrors: 50), state: null, DeploymentScene.Ct);
        foreach (var (version, parts) in live)
        {
            var page = Open($"at={version}");
            Assert.Equal(parts, Parts(page));
            page.Dispose();
        }
    }

    [Fact]
    public async Task The_slider_says_where_it_is_and_steps_replace_the_address()
    {
        await _scene.JudgedAsync(errors: 50, runs: 2);
        var page = Open("at=1");
        var last = (await EventsAsync()).Count;
        Assert.StartsWith($"event 1 of {last}, ", page.Find("#scrubber").GetAttribute("aria-valuetext"), StringComparison.Ordinal);
        Assert.Equal("true", page.Find("[data-replay=back]").GetAttribute("aria-disabled"));
        await page.Find("[data-replay=back]").ClickAsync(new());
        Assert.Equal("1", page.Find(".replay").GetAttribute("data-at"));
        await page.Find("[data-replay=on]").ClickAsync(new());
        Assert.Equal("2", page.Find(".replay").GetAttribute("data-at"));
        page.WaitForAssertion(() => Assert.EndsWith("?at=2", Navigation.Uri, StringComparison.Ordinal));
        await page.Find("[data-replay=end]").ClickAsync(new());
        Assert.Equal($"{last}", page.Find(".replay").GetAttribute("data-at"));
        await page.Find("[data-replay=ten-back]").ClickAsync(new());
        Assert.NotEqual($"{last}", page.Find(".replay").GetAttribute("data-at"));
    }

    [Fact]
    public async Task What_the_address_asks_for_is_drawn_before_the_rest_is_read()
    {
        await _scene.JudgedAsync(errors: 0, runs: 1);
        for (var i = 0; i < ReplayReader.Window; i++)
        {
            await _scene.OrderAsync(new DeploymentCommand.AddNote("again"));
        }

        var rest = new TaskCompletionSource();
        _scene.Sluice.BeforeRawRead = after => after > 0 ? rest.Task : Task.CompletedTask;
        var page = Open("at=3");
        Assert.Equal("3", page.Find(".replay").GetAttribute("data-at"));
        Assert.NotEmpty(page.FindAll(".deployment__state"));
        Assert.Equal($"{ReplayReader.Window} events read; the rest is on its way.", page.Find(".replay > p.callout[role=status]").TextContent);
        Assert.Contains("as soon as the record is read to its end", page.Find("[data-waits]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-milestone], .timeline"));
        rest.SetResult();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".replay > p.callout[role=status], [data-waits]")));
        Assert.NotEmpty(page.FindAll("[data-milestone]"));
        Assert.NotEmpty(page.FindAll(".timeline"));
        Assert.Equal("3", page.Find(".replay").GetAttribute("data-at"));
    }

    [Fact]
    public async Task Nothing_on_the_page_gives_an_order()
    {
        await _scene.JudgedAsync(errors: 50, runs: 2, DeploymentScene.Canary with { Rollback = new() { ManualApproval = true } });
        var page = Open();
        Assert.Contains("Return all traffic to stable?", page.Find(".question").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".question button"));
        Assert.Empty(page.FindAll("#actions, [data-countdown]"));
        Assert.Equal("/s/shop/d/2", page.FindAll(".replay__links a")[0].GetAttribute("href"));
    }

    [Fact]
    public async Task Pinned_events_are_compared_field_by_field()
    {
        await _scene.BakingAsync();
        var before = (await EventsAsync()).Count;
        await _scene.OrderAsync(new DeploymentCommand.Pause("lunch"));
        await _scene.OrderAsync(new DeploymentCommand.Resume());
        var one = Open($"at={before + 1}");
        Assert.Equal("\"paused\"", one.Find("[data-field='status.is']").QuerySelectorAll("code")[2].TextContent);
        one.Dispose();
        var two = Open($"a={before}&b={before + 2}");
        Assert.DoesNotContain(two.FindAll("[data-field]"), row => row.GetAttribute("data-field") == "status.is");
    }

    [Fact]
    public async Task An_unknown_kind_is_named_shown_raw_and_does_not_stop_the_replay()
    {
        await _scene.BakingAsync();
        _scene.Sluice.AddForeign(TenantId.Default, DeploymentScene.Id.Stream, "from_the_future", """{"password":"hunter2","x":1}""");
        var page = Open();
        Assert.Contains("from_the_future", page.Find("[data-fault=Unreadable]").TextContent, StringComparison.Ordinal);
        Assert.Contains("from_the_future", page.Find(".inspector").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Baking", page.Find(".badge").TextContent.Trim());
    }

    [Theory]
    [InlineData("operator", 1)]
    [InlineData(null, 0)]
    public void The_event_says_in_which_role_its_order_was_given(string? role, int lines)
    {
        var origin = new Origin(DateTimeOffset.UnixEpoch, Actor.Person("ada"), "lunch") { Order = new("pause", "ui", Seen: null, Version: 7) { Role = role } };
        var inspector = _scene.Console.Render<EventInspector>(parameters => parameters
            .Add(p => p.View, InspectedEvent.None with { Version = 7, Kind = "deployment_paused", Origin = origin })
            .Add(p => p.Payload, (_, _) => Task.FromResult<string?>("{}")));
        Assert.Equal(lines, inspector.FindAll("[data-role]").Count);
        Assert.All(inspector.FindAll("[data-role]"), line => Assert.Equal(role, line.TextContent));
    }

    [Fact]
    public async Task Causes_lead_both_ways()
    {
        await _scene.CreatedAsync();
        var page = Open("at=2");
        UntilRead(page);
        await page.Find("[data-cause]").ClickAsync(new());
        Assert.Equal("1", page.Find(".replay").GetAttribute("data-at"));
        UntilRead(page);
        await page.FindAll("[data-effect]")[0].ClickAsync(new());
        Assert.Equal("2", page.Find(".replay").GetAttribute("data-at"));
    }

    [Fact]
    public async Task Who_else_looks_at_the_deployment_is_shown()
    {
        await _scene.BakingAsync();
        var page = Open();
        Assert.Empty(page.FindAll(".onlookers"));
        var board = _scene.Console.Services.GetRequiredService<PresenceBoard>();
        using var other = new Visit(board, Sight.Of(TenantId.Default, DeploymentScene.Id), () => new("okafor", "Mary Okafor", Asks: null), () => { }, _ => { });
        board.Add(other);
        page.WaitForAssertion(() => Assert.Contains("Mary Okafor is looking at this too.", page.Find(".onlookers").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Samples_past_their_time_are_said_to_be_gone()
    {
        await _scene.JudgedAsync(errors: 50, runs: 2);
        var page = Open();
        Assert.Contains("samples not kept", page.Find("[data-milestone=first_bad_sample]").TextContent, StringComparison.Ordinal);
        await page.Find("#whatif-run").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("not kept", page.Find("[data-whatif]").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, false, null)]
    [InlineData(0, true, null)]
    [InlineData(1.5, false, "part")]
    [InlineData(1.5, true, "part-hours")]
    [InlineData(3, false, "nothing")]
    [InlineData(3, true, "hours")]
    public async Task What_is_left_of_the_samples_of_an_old_deployment_is_said(double minutesPast, bool leavesHours, string? said)
    {
        var clock = new ManualTime();
        _scene.Console.Services.AddSingleton<TimeProvider>(clock);
        await _scene.JudgedAsync(errors: 50, runs: 2);
        var start = _scene.State.StartedAt!.Value;
        foreach (var minute in new[] { 1, 2 })
        {
            await _strata.AppendAsync(ReplayScene.Interval(start.AddMinutes(minute), start.AddMinutes(minute), canaryErrors: 50), state: null, DeploymentScene.Ct);
        }

        clock.Advance(start + IStratumStore.Kept + TimeSpan.FromMinutes(minutesPast) - clock.GetUtcNow());
        _strata.Trim(clock.GetUtcNow() - IStratumStore.Kept, leavesHours);
        var page = Open();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("figure[data-chart]")));
        Assert.Equal(said is null ? [] : [said], page.FindAll("[data-left]").Select(line => line.GetAttribute("data-left")));
        Assert.All(page.FindAll("[data-left]"), line => Assert.Contains("kept for 90 days", line.TextContent, StringComparison.Ordinal));
        Assert.All(page.FindAll("[data-left$=hours]"), line => Assert.Contains("hourly summary", line.TextContent, StringComparison.Ordinal));
        Assert.Equal(said is "nothing" or "hours", page.Find("[data-milestone=first_bad_sample]").TextContent.Contains("samples not kept", StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll(".replay__event"));
    }

    [Fact]
    public async Task A_gap_in_what_the_store_gives_is_a_red_band_and_the_rest_is_replayed()
    {
        await _scene.JudgedAsync(errors: 50, runs: 2);
        _scene.Sluice.IsThere = e => e.Stream != DeploymentScene.Id.Stream || e.Version is not (3 or 5 or 6);
        var page = Open();
        Assert.Equal(["Event 3 is missing. The state after it may be wrong.", "Events 5–6 are missing. The state after them may be wrong."], page.FindAll("[data-fault=Gap]").Select(band => band.ChildNodes[1].TextContent.Trim()));
        Assert.StartsWith("M", page.Find("[data-doubts] path").GetAttribute("d"), StringComparison.Ordinal);
        await page.FindAll("[data-fault-at]")[0].ClickAsync(new());
        Assert.Equal("4", page.Find(".replay").GetAttribute("data-at"));
        Assert.Equal((await EventsAsync()).Count, page.FindAll(".replay__event").Count);
    }

    [Fact]
    public async Task Lanes_can_be_left_out()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.AddNote("look here"));
        var page = Open();
        await page.Find("[data-lane=notes].windows__one").ClickAsync(new());
        Assert.Equal("false", page.Find("[data-lane=notes].windows__one").GetAttribute("aria-pressed"));
        Assert.EndsWith("lanes=traffic%2Cverdicts%2Cpeople%2Cplatform", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_can_be_cut_down_to_one_kind_of_event()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.AddNote("one"));
        await _scene.OrderAsync(new DeploymentCommand.AddNote("two"));
        var page = Open();
        Assert.Equal((await EventsAsync()).Select(e => e.Type).Distinct().Order(StringComparer.Ordinal), page.FindAll("#replay-kind option").Skip(1).Select(option => option.GetAttribute("value")).Order(StringComparer.Ordinal));
        Assert.Equal("Note written", page.Find("#replay-kind option[value=note_added]").TextContent);
        await page.Find("#replay-kind").ChangeAsync("note_added");
        Assert.Equal(2, page.FindAll(".replay__event").Count);
        Assert.EndsWith("kind=note_added", Navigation.Uri, StringComparison.Ordinal);
        page.Dispose();

        page = Open("kind=note_added&lanes=people");
        Assert.Empty(page.FindAll(".replay__event, .events"));
        Assert.Contains("No event is of this kind", page.Find(".replay__events .empty").TextContent, StringComparison.Ordinal);
        await page.Find("[data-all]").ClickAsync(new());
        Assert.NotEmpty(page.FindAll(".replay__event"));
        Assert.DoesNotContain("=", new Uri(Navigation.Uri).Query, StringComparison.Ordinal);
        page.Dispose();

        page = Open("kind=note_added&lanes=people");
        await page.Find("#replay-kind").ChangeAsync("");
        Assert.NotEmpty(page.FindAll(".replay__event"));
        Assert.DoesNotContain("kind=", Navigation.Uri, StringComparison.Ordinal);
        page.Dispose();
        Assert.NotEmpty(Open("kind=of_another_record").FindAll(".replay__event"));
    }

    [Fact]
    public void Every_kind_of_event_has_a_name_for_people()
    {
        var texts = _scene.Console.Services.GetRequiredService<IStringLocalizer<Texts>>();
        Assert.DoesNotContain(typeof(DeploymentEvent).GetNestedTypes().Where(type => type.IsSealed), type => texts[$"EventKind.{type.Name}"].ResourceNotFound);
    }

    [Fact]
    public async Task A_store_that_goes_away_costs_the_stored_form_until_it_is_back_and_nothing_else()
    {
        var clock = new ManualTime();
        _scene.Console.Services.AddSingleton<TimeProvider>(clock);
        await _scene.BakingAsync();
        var last = (await EventsAsync()).Count;
        var page = Open();
        _scene.Sluice.StoreIsDown = true;
        await page.Find("[data-replay=back]").ClickAsync(new());
        Assert.Equal($"{last - 1}", page.Find(".replay").GetAttribute("data-at"));
        clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Contains("cannot be read", page.Find(".inspector").TextContent, StringComparison.Ordinal));
        Assert.NotEmpty(page.FindAll(".badge"));

        _scene.Sluice.StoreIsDown = false;
        clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => Assert.DoesNotContain("cannot be read", page.Find(".inspector").TextContent, StringComparison.Ordinal));
        Assert.NotEmpty(page.Find(".inspector .event__json").TextContent.Trim());
    }

    [Fact]
    public void A_deployment_that_is_not_there_says_so() => Assert.NotNull(Open().Find(".empty"));

    /// <summary>The inspector is drawn again when the stored form is there.</summary>
    private static void UntilRead(IRenderedComponent<ReplayPage> page) => page.WaitForAssertion(() => Assert.NotEmpty(page.Find(".inspector .event__json").TextContent.Trim()));

    private NavigationManager Navigation => _scene.Console.Services.GetRequiredService<NavigationManager>();

    private async Task WatchAsync(Dictionary<long, string[]> live, DeploymentCommand signal)
    {
        await _scene.SignalAsync(signal);
        Look(live);
    }

    private void Look(Dictionary<long, string[]> live)
    {
        var page = _scene.Open();
        live[long.Parse(page.Find("[data-version]").GetAttribute("data-version")!, System.Globalization.CultureInfo.InvariantCulture)] = Parts(page);
        page.Instance.Dispose();
        page.Dispose();
    }

    /// <summary>State, sentence, phases and why, and what the charts are told. Countdowns are the browser's in one and fixed in the other.</summary>
    private static string[] Parts(IRenderedComponent<IComponent> page)
    {
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll("figure[data-chart]")));
        var deck = page.FindComponent<Charts.ChartDeck>().Instance;
        return
        [
            page.Find(".deployment__state").TextContent,
            .. page.FindAll(".phase__head, .phase__time").Select(part => part.TextContent),
            page.Find(".verdict__sentence").TextContent,
            .. page.FindAll(".figure dd").Take(2).Select(part => part.TextContent),
            JsonSerializer.Serialize(deck.View with { Replay = null }),
            .. deck.Metrics.Prepend(deck.Split).Concat(deck.Differences.Values.OrderBy(spec => spec.Id, StringComparer.Ordinal)).Select(spec => JsonSerializer.Serialize(spec)),
        ];
    }

    private async Task<IReadOnlyList<RawEvent>> EventsAsync() => await ((IEventStore)_scene.Sluice).ReadRawAsync(TenantId.Default, DeploymentScene.Id.Stream, 0, 1000, DeploymentScene.Ct);

    private IRenderedComponent<ReplayPage> Open(string query = "")
    {
        Navigation.NavigateTo($"/s/shop/d/2/replay?{query}");
        return _scene.Console.Render<ReplayPage>(parameters => parameters.Add(p => p.Service, "shop").Add(p => p.Number, "2"));
    }
}
