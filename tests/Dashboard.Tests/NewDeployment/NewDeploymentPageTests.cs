using System.Globalization;
using Bunit;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.NewDeployment;

public sealed class NewDeploymentPageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void An_unknown_service_is_said_to_be_unknown() => Assert.Equal("No service shop", Open().Find("h1").TextContent);

    [Fact]
    public async Task The_preview_says_when_everything_is_over_and_what_stands_in_the_way()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        Assert.Contains("All traffic after 1h25m at the earliest.", page.Find(".stepchart__summary").TextContent, StringComparison.Ordinal);
        Assert.Equal("Nothing stands in the way.", page.Find(".callout--success").TextContent);
        Assert.Contains("no requests in the last minute", page.Find(".tocome").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_are_shown_at_their_fields_and_on_top_and_nothing_is_cleared()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.Find("#field-plan-hold").Change("soon");
        page.Find(".new__form").Submit();

        Assert.Single(page.FindAll(".problem__list li"));
        Assert.Contains("soon", page.Find("#field-plan-hold-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("soon", page.Find("#field-plan-hold").GetAttribute("value"));
        Assert.Empty(page.FindAll("dialog form"));
    }

    [Fact]
    public async Task A_freeze_that_begins_and_ends_by_time_alone_comes_and_goes_while_the_form_is_open()
    {
        await _world.GoLiveAsync("shop");
        var now = _world.Clock.GetUtcNow();
        await _world.Sluice.DeclareFreezeAsync(TenantId.Default, new("stock taking", now.AddHours(1), now.AddHours(2)), new(Actor.Person("ada")), Xunit.TestContext.Current.CancellationToken);
        var page = Open("?release=1");
        Assert.Empty(page.FindAll(".frozen"));
        _world.Clock.Advance(TimeSpan.FromMinutes(61));
        page.WaitForAssertion(() => Assert.Contains("stock taking", page.Find(".frozen").TextContent, StringComparison.Ordinal));
        _world.Clock.Advance(TimeSpan.FromMinutes(61));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".frozen")));
    }

    [Fact]
    public async Task A_release_that_runs_the_same_is_said_to_change_nothing_unless_somebody_insists()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        var compared = page.Find("[data-compared=up_to_date]");
        Assert.Contains("Release 1 is live already. A deployment ends at once and changes nothing.", compared.TextContent, StringComparison.Ordinal);

        page.FindAll(".tick").Single(tick => tick.TextContent.Contains("Replace instances", StringComparison.Ordinal)).QuerySelector("input")!.Change(true);
        Assert.Contains("A release of its own that says the same", page.Find("[data-compared=up_to_date]").TextContent, StringComparison.Ordinal);
        Assert.Contains("force_recreate", Assert.Single(page.FindAll("[data-insisted]")).TextContent, StringComparison.Ordinal);
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();
        var spec = (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Spec;
        Assert.Equal((true, 2), (spec.ForceRecreate, spec.ToRelease));
    }

    [Fact]
    public async Task What_differs_from_the_live_release_is_listed()
    {
        await _world.GoLiveAsync("shop");
        await _world.Sluice.AddReleaseAsync(TenantId.Default, ConsoleWorld.Shop, new() { Command = ["run", "other"], Env = [new("MODE", "hunter2")] }, new(Actor.Person("ada")), Xunit.TestContext.Current.CancellationToken);
        var compared = Open("?release=2").Find("[data-compared=needs_recreate]");

        Assert.Contains("Release 2 differs from release 1 in command, env.MODE. The instances are replaced.", compared.TextContent, StringComparison.Ordinal);
        Assert.Equal(["command", "env.MODE"], compared.QuerySelectorAll("dt").Select(field => field.TextContent));
        Assert.DoesNotContain("hunter2", compared.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_is_confirmed_once_and_leads_to_the_deployment()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();
        Assert.EndsWith("/s/shop/d/2", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(6, (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Phases.Count);
    }

    [Fact]
    public async Task While_the_place_is_taken_it_offers_the_queue()
    {
        await _world.GoLiveAsync("shop");
        var holder = await _world.StartAsync("shop");
        var page = Open("?release=1");
        Assert.Contains($"{holder} is active here", page.Find(".preview .callout--warning").TextContent, StringComparison.Ordinal);
        page.Find(".new__bar .button--primary").Click();
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal(new DeploymentStatus.Pending(PendingReason.Queued), (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 3))).Status);
    }

    [Fact]
    public async Task A_time_makes_it_start_by_itself_then_and_the_fleet_says_when()
    {
        await _world.GoLiveAsync("shop");
        await _world.StartAsync("shop");
        var at = _world.Clock.GetUtcNow().AddHours(5);
        var page = Open("?release=1");
        page.Find("#field-start-at").Change("yesterday");
        page.Find(".new__form").Submit();
        Assert.Contains("yesterday", page.Find("#field-start-at-error").TextContent, StringComparison.Ordinal);

        page.Find("#field-start-at").Change(at.AddHours(-6).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();
        Assert.Contains("a time within the next 90 days", page.Find("#field-start-at-error").TextContent, StringComparison.Ordinal);

        page.Find("#field-start-at").Change(at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        Assert.Equal("Schedule deployment", page.Find(".new__bar .button--primary").TextContent);
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();
        var scheduled = await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 3));
        Assert.Equal(new DeploymentStatus.Pending(PendingReason.Scheduled), scheduled.Status);
        Assert.Equal(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), scheduled.Spec.StartAt!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

        var row = _world.Open<Dashboard.Fleet.FleetPage>("/fleet").FindAll(".fleet__row")[1];
        Assert.Equal("Scheduled", row.QuerySelector(".badge")!.TextContent);
        Assert.StartsWith("Starts ", row.QuerySelector(".fleet__next")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phases_are_added_moved_and_removed_by_buttons()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.FindAll(".choice").Single(choice => choice.TextContent == "Own phases").Click();
        page.Find(".phasetable > button").Click();
        page.Find("#field-plan-phases-3--share").Change("75");
        page.Find("button[aria-label='Move phase 4 up']").Click();
        page.Find("button[aria-label='Remove phase 1']").Click();
        Assert.Equal(["50", "75", "100"], page.FindAll(".phasetable__table td:nth-child(2) input").Select(input => input.GetAttribute("value")));
    }

    [Fact]
    public async Task Repeating_a_deployment_keeps_its_other_limits_and_its_reasons_to_go_back()
    {
        await _world.GoLiveAsync("shop");
        var old = await _world.StartAsync("shop", shape: request => request with
        {
            Thresholds = new() { Custom = [new("open_requests", Min: null, Max: 40)] },
            Rollback = new() { OnMetricFailure = ["open_requests"] },
            Plan = new(PlanKind.Phases) { Phases = [new(10) { Hold = TimeSpan.FromMinutes(5), Budget = TimeSpan.FromMinutes(40) }, new(100)] },
        });
        var page = Open("?from=2");
        Assert.Contains($"Everything is taken over from {old}", page.Find(".callout").TextContent, StringComparison.Ordinal);
        Assert.Equal("40", page.Find("#field-thresholds-custom-0--max").GetAttribute("value"));
        Assert.Equal("40m", page.Find("#field-plan-phases-0--budget").GetAttribute("value"));
        Assert.Equal("open requests", page.Find("#field-rollback-on-metric-failure-0-[aria-pressed=true]").TextContent);

        page.Find("button[aria-label='Remove limit 1']").Click();
        page.Find(".new__form").Submit();
        Assert.Contains("rollback.on_metric_failure[0]", page.Find("#form-errors").TextContent, StringComparison.Ordinal);
        Assert.Contains("open_requests", page.Find("fieldset .field__error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evidence_is_usual_and_point_mode_says_what_it_lacks()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        Assert.Equal("Evidence", page.Find("#field-analysis-mode [aria-pressed=true]").TextContent);
        page.FindAll("#field-analysis-mode button")[1].Click();
        Assert.Contains("No error control", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#field-analysis-warmup"));
        Assert.Empty(page.FindAll("#outlook-title"));
    }

    [Fact]
    public async Task Counted_runs_are_asked_for_in_point_mode_and_the_preview_says_them_in_words()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        Assert.Empty(page.FindAll("#field-analysis-failure-limit"));
        page.FindAll("#field-analysis-mode button")[1].Click();
        page.Find("#field-analysis-failure-limit").Change("3");
        page.Find("#field-analysis-initial-delay").Change("30s");
        page.FindAll(".choice").Single(choice => choice.TextContent == "going back by slowdown").Click();
        Assert.Contains("The first run of a phase comes after 30s. A check may fail this often in a phase, in a row or not: 3; the next time goes back.", page.Find(".preview").TextContent, StringComparison.Ordinal);
        Assert.Contains("Only shown: going back by slowdown.", page.Find(".preview").TextContent, StringComparison.Ordinal);
        Assert.Contains("a metric or trigger that has a limit", page.Find(".preview__errors").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_is_changed_in_place_and_its_mistakes_stand_beside_it()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.FindAll("button").Single(button => button.TextContent == "Change a comparison").Click();
        page.Find("#field-analysis-metrics-0--margin-ratio").Change("1");
        page.Find("#field-analysis-metrics-0--margin-offset").Change("0");
        page.Find(".new__form").Submit();
        Assert.Contains("an offset above 0", page.Find("#field-analysis-metrics-0- > .field__error").TextContent, StringComparison.Ordinal);

        page.Find("#field-analysis-metrics-0--margin-offset").Change("0.005");
        Assert.Empty(page.FindAll("#field-analysis-metrics-0- > .field__error"));
        page.FindAll("button").Single(button => button.TextContent == "Change a comparison").Click();
        Assert.Equal("latency_p50", page.Find("#field-analysis-metrics-1--metric option[selected]").GetAttribute("value"));
        page.Find("button[aria-label='Remove comparison 2']").Click();
        await page.Find(".new__form").SubmitAsync();
        await page.Find("dialog form").SubmitAsync();
        var rule = Assert.Single((await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Spec.Analysis.Evidence!.Metrics);
        Assert.Equal(new Margin(1, 0.005), rule.Margin);
    }

    [Fact]
    public async Task The_preview_says_how_long_evidence_takes_and_tries_the_rules_on_what_stable_did()
    {
        await _world.GoLiveAsync("shop");
        Serve(seconds: 600, perSecond: 200);
        var page = Open("?release=1");
        page.FindAll("button").Single(button => button.TextContent == "Change a comparison").Click();
        page.Find("#field-analysis-metrics-0--margin-ratio").Change("1");
        page.Find("#field-analysis-metrics-0--margin-offset").Change("0.005");
        page.FindAll(".choice").Single(choice => choice.TextContent == "Own phases").Click();
        foreach (var phase in Enumerable.Range(0, 3))
        {
            page.Find($"#field-plan-phases-{phase}--hold").Change("20s");
        }

        Assert.Contains("below stable × 1 + 0.5 pp is proven: about ", page.Find(".outlook").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Share", "Clears", "+50 %", "+100 %", "+300 %"], page.FindAll(".outlook--latency thead th").Select(head => head.TextContent));
        Assert.Equal(["10 %", "50 %"], page.FindAll(".outlook--latency tbody th").Select(share => share.TextContent.Trim()));
        Assert.Equal("need not be cleared", page.Find(".outlook--latency tbody td").TextContent);
        Assert.Empty(page.FindAll(".outlook__arrivals"));
        Assert.Equal(["10 %", "50 %"], page.FindAll(".outlook:not(.outlook--latency) tbody th").Select(share => share.TextContent.Trim()));
        await page.FindAll("button").Single(button => button.TextContent == "Try on stored samples").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("a perfectly good canary: tries 20, of them held", page.Find(".preview").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        Assert.Matches("returned [01]\\.", page.Find(".preview").TextContent);

        page.Find("#field-analysis-metrics-0--margin-offset").Change("0.006");
        Assert.DoesNotContain("tries 20", page.Find(".preview").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blue_green_is_asked_for_by_soak_standby_and_gate_and_taken_over_again()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.FindAll(".choice").Single(choice => choice.TextContent == "Blue/green").Click();
        Assert.DoesNotContain("Stepped", page.Find(".new__form").TextContent, StringComparison.Ordinal);
        page.Find("#field-plan-hold").Change("15m");
        page.Find("#field-plan-standby").Change("2h");
        page.Find("#field-plan-preview-check-command").Change("./smoke --all");
        page.Find("#field-plan-preview-check-timeout").Change("2m");
        page.FindAll("label").Single(label => label.TextContent.Contains("Approval before the switch", StringComparison.Ordinal)).QuerySelector("input")!.Change(true);
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();

        var spec = (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Spec;
        var expected = PlanBuilder.Build(new(PlanKind.Switch) { Hold = TimeSpan.FromMinutes(15), Standby = TimeSpan.FromHours(2), BeforeSwitch = new(), PreviewCheck = new(["./smoke", "--all"]) { Timeout = TimeSpan.FromMinutes(2) } }).Plan;
        Assert.Equal((DeploymentStrategy.BlueGreen, expected), (spec.Strategy, spec.Plan));

        var again = Open("?from=2");
        Assert.Equal(("15m", "2h"), (again.Find("#field-plan-hold").GetAttribute("value"), again.Find("#field-plan-standby").GetAttribute("value")));
        Assert.Equal("./smoke --all", again.Find("#field-plan-preview-check-command").GetAttribute("value"));
        Assert.Contains("Approval before the switch", again.Find(".new__form").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_on_the_preview_is_offered_where_something_could_run_it_and_one_that_was_asked_for_can_be_taken_out()
    {
        const string Command = "#field-plan-preview-check-command";
        using var console = new ConsoleContext();
        var form = new DeploymentForm { Strategy = Words.Of(DeploymentStrategy.BlueGreen) };
        Assert.Single(Fields(RuntimeKind.Container).FindAll(Command));
        Assert.Empty(Fields(RuntimeKind.External).FindAll(Command));
        form.PreviewCheck.Command = "./smoke";
        Assert.Single(Fields(RuntimeKind.External).FindAll(Command));

        IRenderedComponent<PlanFields> Fields(RuntimeKind runtime) => console.Render<PlanFields>(parameters => parameters.Add(fields => fields.Form, form).Add(fields => fields.Runtime, runtime));
    }

    [Fact]
    public async Task Mirroring_is_asked_for_by_the_shares_that_are_copied_with_a_warning_and_taken_over_again()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.FindAll(".choice").Single(choice => choice.TextContent == "Mirroring").Click();
        page.Find("#field-plan-phases-0--share").Change("20");
        page.Find("#field-plan-mirror-max-body").Change("1000");
        Assert.StartsWith("plan.mirror: only GET", page.Find("[data-mirror]").TextContent, StringComparison.Ordinal);
        page.FindAll("label").Single(label => label.TextContent.Contains("Copy requests that change something", StringComparison.Ordinal)).QuerySelector("input")!.Change(true);
        Assert.StartsWith("plan.mirror.unsafe_methods is true", page.Find("[data-mirror]").TextContent, StringComparison.Ordinal);
        Assert.Contains("users get the answers of what is live", page.Find(".exposure").TextContent, StringComparison.Ordinal);
        page.Find("#field-plan-hold").Change("15m");
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();

        var spec = (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Spec;
        var expected = PlanBuilder.Build(new(PlanKind.Mirror)
        {
            Phases = [new(20) { Hold = TimeSpan.FromMinutes(10) }],
            Hold = TimeSpan.FromMinutes(15),
            Mirror = new(UnsafeMethods: true, MaxBody: 1000),
        }).Plan;
        Assert.Equal((DeploymentStrategy.Mirror, expected), (spec.Strategy, spec.Plan));

        var again = Open("?from=2");
        Assert.Equal(("20", "1000"), (again.Find("#field-plan-phases-0--share").GetAttribute("value"), again.Find("#field-plan-mirror-max-body").GetAttribute("value")));
    }

    [Fact]
    public async Task A_b_is_asked_for_by_rules_and_stickiness_and_taken_over_again()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.FindAll(".choice").Single(choice => choice.TextContent == "A/B").Click();
        page.Find("#field-plan-match-0--name").Change("X-Group");
        page.Find("#field-plan-match-0--value").Change("beta");
        page.FindAll("button").Single(button => button.TextContent == "Add a rule").Click();
        page.Find("#field-plan-match-1--by").Change("cookie");
        page.Find("#field-plan-match-1--how").Change("any");
        page.Find("#field-plan-match-1--name").Change("beta");
        page.Find("#field-plan-sticky").Change("own_cookie");
        Assert.Equal(["plan.match", "plan.sticky"], page.FindAll("[data-users]").Select(warning => warning.TextContent.Split(':')[0]));
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();

        var spec = (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Spec;
        var expected = new UserRouting(new(UserKey.OwnCookie), [new(UserKey.Header, "X-Group") { Value = "beta" }, new(UserKey.Cookie, "beta")]);
        Assert.Equal((DeploymentStrategy.Ab, expected), (spec.Strategy, spec.Plan.Users));

        var again = Open("?from=2");
        Assert.Equal(("X-Group", "beta"), (again.Find("#field-plan-match-0--name").GetAttribute("value"), again.Find("#field-plan-match-1--name").GetAttribute("value")));
        Assert.Equal("own_cookie", again.Find("#field-plan-sticky option[selected]").GetAttribute("value"));
    }

    [Fact]
    public async Task Rules_without_a_name_are_shown_at_their_fields()
    {
        await _world.GoLiveAsync("shop");
        var page = Open("?release=1");
        page.FindAll(".choice").Single(choice => choice.TextContent == "A/B").Click();
        page.Find("#field-plan-sticky").Change("cookie");
        page.Find(".new__form").Submit();
        Assert.Equal(3, page.FindAll(".problem__list li").Count);
        Assert.Contains("the name of a header", page.Find("#field-plan-match-0--name-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("the name of a cookie", page.Find("#field-plan-sticky-name-error").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?from=1", "Its plan was a single step")]
    [InlineData("?from=77", "There is no shop-77 to take over from")]
    public async Task What_cannot_be_taken_over_is_said(string query, string sentence)
    {
        await _world.GoLiveAsync("shop");
        Assert.Contains(sentence, Open(query).Find(".callout--warning").TextContent, StringComparison.Ordinal);
    }

    /// <summary>Release 1 served so long, without an error.</summary>
    private void Serve(int seconds, long perSecond)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = perSecond;
        var second = TimeSpan.FromSeconds(1);
        for (var ago = seconds; ago > 0; ago--)
        {
            var at = _world.Clock.GetUtcNow() - (ago * second);
            _world.Sluice.Sampled(new(new(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production), at, [new(at, second, 1, perSecond, 0, 0, 0, latency)]));
        }
    }

    private IRenderedComponent<NewDeploymentPage> Open(string query = "") =>
        _world.Open<NewDeploymentPage>($"/s/shop/new{query}", parameters => parameters.Add(p => p.Service, "shop"));
}
