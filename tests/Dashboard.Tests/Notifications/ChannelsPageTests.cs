using Bunit;
using Sluice.Dashboard.Notifications;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Notifications;
using Sluice.Engine.Notifications;

namespace Sluice.Dashboard.Tests.Notifications;

/// <summary>The page about channels, and their card on the page about health.</summary>
public sealed class ChannelsPageTests : IAsyncDisposable
{
    private const string Address = "https://hooks.example.org/T0/in-the-path";
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void Without_a_channel_it_says_so_and_health_says_nothing()
    {
        Assert.Contains("No messages go out", Open().Markup, StringComparison.Ordinal);
        Assert.Equal(string.Empty, _world.Console.Render<ChannelsCard>(parameters => parameters.Add(one => one.Looked, _world.Clock.GetUtcNow())).Markup.Trim());
    }

    [Fact]
    public async Task A_new_channel_shows_its_secret_once()
    {
        var page = Open();
        page.Find("#field-name").Change("ops");
        page.Find("#field-address").Change(Address);
        page.Find("#field-team").Change("payments");
        page.Find("#field-services").Change("shop, cart");
        await page.Find("form.form").SubmitAsync();
        var row = Assert.Single(await _world.Channels.ListAsync(TenantId.Default, Ct));
        Assert.Equal(("ops", Address, "payments"), (row.Channel.Spec.Name, row.Channel.Spec.Address, row.Channel.Spec.Team));
        Assert.Equal(["shop", "cart"], row.Channel.Spec.Services);
        Assert.Equal(ChannelSpec.Usual, row.Channel.Spec.Kinds);
        var secret = _world.Channels.SecretOf(row.Channel.Id).Value;
        Assert.Equal(secret, page.Find("[data-secret]").TextContent);
        Assert.DoesNotContain(secret, Open(row.Channel.Id).Markup, StringComparison.Ordinal);
        var line = _world.Sluice.Audit.Lines[^1];
        Assert.Equal(("create_channel", "ops"), (line.Action, line.Subject));
        Assert.DoesNotContain(secret, line.Diff, StringComparison.Ordinal);
        Assert.DoesNotContain("in-the-path", line.Diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_are_said_at_once()
    {
        var page = Open();
        page.Find("#field-address").Change("http://169.254.169.254/latest");
        page.Find("#field-team").Change("No Team");
        await page.Find("form.form").SubmitAsync();
        Assert.Equal(["name", "address", "team"], page.FindAll(".problem__list code").Select(field => field.TextContent));
        Assert.Empty(await _world.Channels.ListAsync(TenantId.Default, Ct));
    }

    [Fact]
    public async Task The_list_says_how_each_is_doing_and_shows_no_more_of_an_address_than_the_host()
    {
        var well = await AddAsync("a-well");
        var ill = await AddAsync("b-ill");
        await AddAsync("c-off", on: false);
        await AddAsync("d-new");
        _world.Channels.Change(well, row => row with { LastDeliveredAt = _world.Clock.GetUtcNow() });
        _world.Channels.Change(ill, row => row with { FailingSince = _world.Clock.GetUtcNow(), LastProblem = "It answered 503.", Waiting = 3, GivenUp = 1 });
        var page = Open();
        Assert.Equal(["well", "failing", "off", "new"], page.FindAll("[data-state]").Select(state => state.GetAttribute("data-state")));
        Assert.Contains("It answered 503.", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("in-the-path", page.Markup, StringComparison.Ordinal);

        var card = _world.Console.Render<ChannelsCard>(parameters => parameters.Add(one => one.Looked, _world.Clock.GetUtcNow()));
        Assert.Contains("Channels that fail: 1 of 4.", card.Markup, StringComparison.Ordinal);
        Assert.Contains("Messages waiting: 3, given up: 1.", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_of_a_channel_are_listed_and_what_was_not_taken_is_sent_again()
    {
        var id = await AddAsync("ops");
        _world.Channels.Put(id, Message("m1", DeliveryStatus.Delivered) with { StatusCode = 200 });
        _world.Channels.Put(id, Message("m2", DeliveryStatus.GivenUp) with { Problem = "It answered 500.", Answer = "<b>no</b>" });
        var page = Open(id);
        Assert.Equal(["m2", "m1"], page.FindAll("[data-delivery]").Select(row => row.GetAttribute("data-delivery")));
        Assert.Contains("&lt;b&gt;no", page.Markup, StringComparison.Ordinal);
        await Assert.Single(page.FindAll("[data-delivery] button")).ClickAsync(new());
        Assert.Equal("waiting", page.Find("[data-delivery=m2]").GetAttribute("data-status"));
        Assert.Equal("retry_delivery", _world.Sluice.Audit.Lines[^1].Action);
    }

    [Fact]
    public async Task A_test_shows_the_answer()
    {
        var id = await AddAsync("ops");
        var page = Open(id);
        await Button(page, "Test notification").ClickAsync(new());
        Assert.Contains("The test message was taken: 204 after 12 ms.", page.Find("[data-test=taken]").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find("[data-test=taken]").Closest(".card")!.QuerySelector("form.form"));

        await Button(page, "Test notification").ClickAsync(new());
        Assert.Contains("try again in 5 s", page.Find("[data-test=too_soon]").TextContent, StringComparison.Ordinal);
        Assert.Single(_world.Channels.Sent);

        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        _world.Channels.Answer = new(500, "<script>", "It answered 500.", TimeSpan.Zero);
        await Button(page, "Test notification").ClickAsync(new());
        var said = page.Find("[data-test=not_taken]").TextContent;
        Assert.Contains("The test message was not taken. It answered 500.", said, StringComparison.Ordinal);
        Assert.Contains("<script>", said, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("[data-delivery]").Count);
    }

    [Fact]
    public async Task Whoever_has_lost_the_right_since_the_page_was_opened_is_refused()
    {
        var id = await AddAsync("ops");
        var page = Open(id);
        _world.Granted.Held = [new RoleGrant(Role.Operator)];
        page.Find("#field-name").Change("on-call");
        await page.Find("form.form").SubmitAsync();
        Assert.Contains("It needs the administrator role here.", page.Markup, StringComparison.Ordinal);
        await Button(page, "Test notification").ClickAsync(new());
        Assert.Empty(_world.Channels.Sent);
        Assert.Equal("ops", Assert.Single(await _world.Channels.ListAsync(TenantId.Default, Ct)).Channel.Spec.Name);
    }

    [Fact]
    public async Task A_channel_is_changed_and_deleted()
    {
        var id = await AddAsync("ops");
        var secret = _world.Channels.SecretOf(id);
        var page = Open(id);
        page.Find("#field-name").Change("on-call");
        await page.Find("form.form").SubmitAsync();
        Assert.Contains("on-call is changed.", page.Find(".callout--success").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-secret]"));
        Assert.Same(secret, _world.Channels.SecretOf(id));

        await Button(page, "Delete").ClickAsync(new());
        await page.Find("dialog form").SubmitAsync();
        Assert.Empty(await _world.Channels.ListAsync(TenantId.Default, Ct));
        Assert.EndsWith(ChannelsPage.Path, _world.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_database_it_says_so_and_can_be_asked_again()
    {
        await AddAsync("ops");
        _world.Channels.IsAway = true;
        var page = Open();
        Assert.Contains("Channels cannot be read or changed", page.Markup, StringComparison.Ordinal);
        _world.Channels.IsAway = false;
        await page.Find(".problem button").ClickAsync(new());
        Assert.Single(page.FindAll("tr[data-channel]"));
    }

    [Fact]
    public async Task A_channel_that_could_not_be_read_at_first_is_changed_as_it_is_and_not_to_nothing()
    {
        var id = await AddAsync("ops", on: false);
        _world.Channels.IsAway = true;
        var page = Open(id);
        _world.Channels.IsAway = false;
        await page.Find(".problem button").ClickAsync(new());
        Assert.Equal(("ops", Address), (page.Find("#field-name").GetAttribute("value"), page.Find("#field-address").GetAttribute("value")));

        await page.Find("form.form").SubmitAsync();
        Assert.False(Assert.Single(await _world.Channels.ListAsync(TenantId.Default, Ct)).Channel.Spec.IsOn);

        page.Find("#field-name").Change("typed");
        await Button(page, "Look again").ClickAsync(new());
        Assert.Equal("typed", page.Find("#field-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Clicks_that_come_before_the_answer_show_no_message_twice()
    {
        var id = await AddAsync("ops");
        for (var i = 0; i < 40; i++)
        {
            _world.Channels.Put(id, Message($"m{i}", DeliveryStatus.Delivered));
        }

        var page = Open(id);
        Assert.Equal(25, page.FindAll("[data-delivery]").Count);
        var read = new TaskCompletionSource();
        _world.Channels.Until = read.Task;
        Task[] clicks = [Button(page, "Show more").ClickAsync(new()), Button(page, "Show more").ClickAsync(new())];
        read.SetResult();
        await Task.WhenAll(clicks);
        page.WaitForAssertion(() => Assert.Equal(40, page.FindAll("[data-delivery]").Count));

        read = new TaskCompletionSource();
        _world.Channels.Until = read.Task;
        clicks = [Button(page, "Look again").ClickAsync(new()), Button(page, "Look again").ClickAsync(new())];
        read.SetResult();
        await Task.WhenAll(clicks);
        page.WaitForAssertion(() => Assert.Equal(25, page.FindAll("[data-delivery]").Count));
    }

    [Fact]
    public async Task The_card_follows_and_says_what_stops()
    {
        var id = await AddAsync("ops");
        var now = _world.Clock.GetUtcNow();
        var card = _world.Console.Render<ChannelsCard>(parameters => parameters.Add(one => one.Looked, now));
        Assert.Contains("None fails.", card.Markup, StringComparison.Ordinal);
        Assert.Equal("/health#runbook-channels", card.Find("a.health__runbook").GetAttribute("href"));
        Assert.Equal("Never", card.Find("dd").TextContent.Trim());

        _world.Channels.Change(id, row => row with { FailingSince = now, LastDeliveredAt = now, LastProblem = "It answered 503." });
        card.Render(parameters => parameters.Add(one => one.Looked, now.AddSeconds(5)));
        Assert.Equal(["Last delivered", "Failing since"], card.FindAll("dt").Select(term => term.TextContent));
        Assert.Contains("Channels that fail: 1 of 1.", card.Markup, StringComparison.Ordinal);
    }

    private async Task<string> AddAsync(string name, bool on = true)
    {
        var id = name.Replace("-", string.Empty, StringComparison.Ordinal);
        await _world.Channels.AddAsync(new(TenantId.Default, id, new ChannelSpec(name, Address) { IsOn = on }, _world.Clock.GetUtcNow(), "ada"), SigningSecret.Create(), Ct);
        return id;
    }

    private Delivery Message(string id, DeliveryStatus status) => new(id, "shop-3", ["shop-3:7:failed"], status, _world.Clock.GetUtcNow(), _world.Clock.GetUtcNow(), 1, _world.Clock.GetUtcNow(), null, null, null);

    private IRenderedComponent<ChannelsPage> Open(string? id = null) => _world.Open<ChannelsPage>(id is null ? ChannelsPage.Path : ChannelsPage.Of(id));

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<ChannelsPage> page, string name) => page.FindAll("button").First(button => button.TextContent.Trim() == name);
}
