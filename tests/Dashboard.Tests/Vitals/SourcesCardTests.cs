using Bunit;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals.Sources;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Dashboard.Tests.Vitals;

public sealed class SourcesCardTests : IAsyncDisposable
{
    private static readonly PlaceKey s_place = new(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production);

    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void Each_source_says_how_it_is_when_it_was_last_good_and_what_is_wrong_and_the_ill_come_first()
    {
        Know(SourceKind.Counts, SourceState.Well, within: 12.5);
        Know(SourceKind.OwnMetrics, SourceState.Ill, error: "orders: nobody listens");
        var rows = Open().FindAll("tbody tr");
        Assert.Equal(["ill", "well"], rows.Select(row => row.GetAttribute("data-state")));
        Assert.Contains("orders: nobody listens", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("none yet", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("12.5 ms", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Single(rows[1].QuerySelectorAll("time"));
    }

    [Fact]
    public async Task Asked_now_a_source_shows_its_answer_and_meanwhile_no_other_is_asked()
    {
        Know(SourceKind.Counts, SourceState.Well);
        Know(SourceKind.OwnMetrics, SourceState.Well);
        var card = Open();
        var asking = card.FindAll("tbody button")[0].ClickAsync(new());
        card.WaitForAssertion(() => Assert.All(card.FindAll("tbody button"), button => Assert.True(button.HasAttribute("disabled"))));
        _world.Sources.Answer.SetResult(new SourceAnswer.Counted(TimeSpan.FromMilliseconds(7), [new("3", 1204, 12, 1)]));
        await asking;
        Assert.Equal(new(SourceKind.Counts, s_place), Assert.Single(_world.Sources.Asked));
        card.WaitForAssertion(() => Assert.Equal("Release 3: requests 1204, errors 12, open 1, since the gateway was started", card.Find("[role=status] li").TextContent));
        Assert.All(card.FindAll("tbody button"), button => Assert.False(button.HasAttribute("disabled")));
    }

    [Fact]
    public async Task An_error_is_shown_as_it_is_and_values_as_their_kind()
    {
        Know(SourceKind.OwnMetrics, SourceState.Ill, error: "x");
        var card = Open();
        _world.Sources.Answer.SetResult(new SourceAnswer.Failed(TimeSpan.FromMilliseconds(2000), "The gateway did not answer within 2 s."));
        await card.Find("tbody button").ClickAsync(new());
        Assert.Equal("No answer after 2000 ms: The gateway did not answer within 2 s.", card.Find("[role=status] p").TextContent.Trim());

        _world.Sources.Answer = new();
        _world.Sources.Answer.SetResult(new SourceAnswer.Told(TimeSpan.FromMilliseconds(3), [
            new("a", "orders", new([10, 2], [], double.NaN), Why: null), new("a", "packing", new([3, 4], [5], double.NaN), Why: null), new("a", "queue", new([], [], 1.5), Why: null),
            new("b", "queue", new([], [], double.NaN), Why: null), new("b", "orders", Reading: null, "nobody listens")]));
        await card.Find("tbody button").ClickAsync(new());
        Assert.Equal(
            ["a, orders: 2 bad of 10", "a, packing: values: 7", "a, queue: 1.5", "b, queue: says nothing of it", "b, orders: nobody listens"],
            card.FindAll("[role=status] li").Select(line => line.TextContent.Trim()));
    }

    [Fact]
    public void Who_may_not_operate_there_reads_and_does_not_ask()
    {
        _world.Granted.Held = [new RoleGrant(Role.Auditor), new RoleGrant(Role.Operator) { Service = new("another") }];
        Know(SourceKind.Counts, SourceState.Well);
        var button = Open().Find("tbody button");
        Assert.True(button.HasAttribute("disabled"));
        Assert.Contains("operator role", button.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Others_sources_are_not_there_and_of_very_many_those_that_need_somebody_are_shown()
    {
        for (var i = 0; i < 60; i++)
        {
            Know(SourceKind.Counts, i == 59 ? SourceState.Ill : SourceState.Well, service: $"shop-{i:00}");
        }

        var card = Open();
        Assert.Equal(50, card.FindAll("tbody tr").Count);
        Assert.Equal("shop-59 / production, Counts of the gateway", card.Find("tbody tr").GetAttribute("data-source"));
        Assert.Contains("50 of 60 shown", card.Markup, StringComparison.Ordinal);

        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(new TenantId("acme"), "ada", string.Empty, "test"));
        Assert.Contains("nothing is measured", Open().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_was_asked_stays_where_it_stands_with_its_answer_and_in_the_shown_ones()
    {
        for (var i = 0; i < 60; i++)
        {
            Know(SourceKind.Counts, i == 0 ? SourceState.Ill : SourceState.Well, service: $"shop-{i:00}");
        }

        var card = Open();
        _world.Sources.Answer.SetResult(new SourceAnswer.Counted(default, []));
        await card.FindAll("tbody button")[0].ClickAsync(new());
        Turn(asked: SourceState.Well);
        LookAgain(card);
        Assert.Equal(("shop-00 / production, Counts of the gateway", "well"), (card.Find("tbody tr").GetAttribute("data-source"), card.Find("tbody tr").GetAttribute("data-state")));
        Assert.NotEmpty(card.FindAll("tbody tr:first-child [role=status] p"));
    }

    [Fact]
    public void Rows_stand_still_under_the_focus_and_come_into_order_when_it_leaves()
    {
        Know(SourceKind.Counts, SourceState.Ill, service: "shop-00");
        Know(SourceKind.Counts, SourceState.Well, service: "shop-01");
        var card = Open();
        card.Find(".scroll").FocusIn();
        Turn(asked: SourceState.Well);
        LookAgain(card);
        Assert.Equal(["well", "ill"], States(card));

        card.Find(".scroll").FocusOut();
        LookAgain(card);
        Assert.Equal(["ill", "well"], States(card));
    }

    [Fact]
    public void Who_looks_within_two_seconds_of_another_sees_what_that_one_saw()
    {
        Know(SourceKind.Counts, SourceState.Ill);
        Open();
        _world.Sources.Known.Clear();
        Assert.Single(Open().FindAll("tbody tr"));

        _world.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(Open().FindAll("tbody tr"));
    }

    private static IEnumerable<string?> States(IRenderedComponent<SourcesCard> card) => card.FindAll("tbody tr").Select(row => row.GetAttribute("data-state"));

    /// <summary>The first is as said, and all others are ill.</summary>
    private void Turn(SourceState asked)
    {
        for (var i = 0; i < _world.Sources.Known.Count; i++)
        {
            _world.Sources.Known[i] = _world.Sources.Known[i] with { State = i == 0 ? asked : SourceState.Ill };
        }
    }

    private void LookAgain(IRenderedComponent<SourcesCard> card)
    {
        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        card.Render(parameters => parameters.Add(it => it.Looked, _world.Clock.GetUtcNow()));
    }

    private IRenderedComponent<SourcesCard> Open() => _world.Console.Render<SourcesCard>(parameters => parameters.Add(card => card.Looked, _world.Clock.GetUtcNow()));

    private void Know(SourceKind kind, SourceState state, string? error = null, double? within = null, string service = "shop") =>
        _world.Sources.Known.Add(new(new(kind, s_place with { Service = new(service) }), state, state == SourceState.Well ? _world.Clock.GetUtcNow() : null, error, within is { } ms ? TimeSpan.FromMilliseconds(ms) : null));
}
