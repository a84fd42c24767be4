using AngleSharp.Dom;
using Bunit;
using Sluice.Dashboard.Fleet;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class BulkTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Chosen_lines_get_one_order_and_each_says_what_became_of_it()
    {
        var (shop, books) = (await MovingAsync("shop"), await MovingAsync("books"));
        var page = Chosen("shop", "books");
        Assert.Equal("Chosen: 2", page.Find(".bulk__count").TextContent);

        Button(page, DeploymentAction.Pause).Click();
        Assert.Equal("Stops the clocks of these 2; every split stays as it is.", page.Find(".dialog__consequence").TextContent);
        await page.Find("dialog form").SubmitAsync();

        Assert.Equal("Applied to 2 of 2.", page.Find(".bulk__head p").TextContent);
        Assert.All(page.FindAll(".bulk__outcome tbody tr"), row => Assert.Equal("done", row.GetAttribute("data-outcome")));
        Assert.IsType<DeploymentStatus.Paused>((await _world.FindAsync(shop)).Status);
        Assert.IsType<DeploymentStatus.Paused>((await _world.FindAsync(books)).Status);
        Assert.Empty(page.FindAll(".bulk"));
    }

    [Fact]
    public async Task What_is_not_legal_for_all_names_who_stands_in_its_way()
    {
        await MovingAsync("shop");
        await _world.SayAsync(await MovingAsync("books"), new DeploymentCommand.Pause("look"));
        var page = Chosen("shop", "books");

        Assert.True(Button(page, DeploymentAction.Pause).HasAttribute("disabled"));
        Assert.Contains("Pause: not legal for books/production: It is paused already.", page.FindAll(".bulk__blocked li").Select(item => item.TextContent));
        Assert.False(Button(page, DeploymentAction.Abort).HasAttribute("disabled"));
        Assert.DoesNotContain(page.FindAll("[data-bulk]"), button => button.GetAttribute("data-bulk") == "Promote");
    }

    [Fact]
    public async Task A_stop_of_a_few_is_quick_and_a_stop_of_many_has_to_be_typed()
    {
        string[] names = ["s1", "s2", "s3", "s4", "s5", "s6"];
        foreach (var name in names)
        {
            await MovingAsync(name);
        }

        var page = Chosen(names[..5]);
        Button(page, DeploymentAction.Abort).Click();
        Assert.Equal("", page.Find(".dialog__missing").TextContent);
        page.Find("dialog .dialog__foot .button:not([type=submit])").Click();

        Choose(page, "s6");
        Button(page, DeploymentAction.Abort).Click();
        page.Find("dialog .choice").Click();
        Assert.Equal("Type 6 to go on.", page.Find(".dialog__missing").TextContent);
        page.FindAll("dialog input")[^1].Input("6");
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal("Applied to 6 of 6.", page.Find(".bulk__head p").TextContent);
    }

    [Fact]
    public async Task An_order_on_a_line_that_moved_on_is_refused_for_that_line_alone()
    {
        var shop = await MovingAsync("shop");
        var books = await MovingAsync("books");
        await _world.SayAsync(shop, new DeploymentCommand.Pause("look"));
        await _world.SayAsync(books, new DeploymentCommand.Pause("look"));
        var page = Chosen("shop", "books");
        Button(page, DeploymentAction.Resume).Click();
        await _world.SayAsync(shop, new DeploymentCommand.Resume());
        await _world.SayAsync(shop, new DeploymentCommand.Pause("wait"));
        await page.Find("dialog form").SubmitAsync();

        Assert.Equal("Applied to 1 of 2.", page.Find(".bulk__head p").TextContent);
        Assert.Equal(["done", "movedon"], page.FindAll(".bulk__outcome tbody tr").Select(row => row.GetAttribute("data-outcome")).Order(StringComparer.Ordinal));
        Assert.IsType<DeploymentStatus.Paused>((await _world.FindAsync(shop)).Status);
        Assert.IsType<DeploymentStatus.Running>((await _world.FindAsync(books)).Status);
    }

    [Fact]
    public async Task A_right_that_is_missing_at_one_place_refuses_that_one()
    {
        await MovingAsync("shop");
        await MovingAsync("books");
        _world.Granted.Held = [new(Domain.Access.Role.Operator, new("shop"))];
        var page = Chosen("shop", "books");
        Assert.True(Button(page, DeploymentAction.Abort).HasAttribute("disabled"));
        Assert.Contains(page.FindAll(".bulk__blocked li"), item => item.TextContent.StartsWith("Abort: not legal for books/production", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_and_nothing_is_sent_again()
    {
        var id = await MovingAsync("shop");
        var page = Chosen("shop");
        Button(page, DeploymentAction.Pause).Click();
        _world.Sluice.StoreIsDown = true;
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal("unknown", page.Find(".bulk__outcome tbody tr").GetAttribute("data-outcome"));

        _world.Sluice.StoreIsDown = false;
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal("refused", page.Find(".bulk__outcome tbody tr").GetAttribute("data-outcome")));
        Assert.IsType<DeploymentStatus.Running>((await _world.FindAsync(id)).Status);
    }

    private async Task<DeploymentId> MovingAsync(string service)
    {
        await _world.GoLiveAsync(service);
        return await _world.StartAsync(service);
    }

    private IRenderedComponent<FleetPage> Chosen(params string[] services)
    {
        var page = _world.Open<FleetPage>("/fleet");
        foreach (var service in services)
        {
            Choose(page, service);
        }

        return page;
    }

    private static void Choose(IRenderedComponent<FleetPage> page, string service) =>
        page.FindAll(".fleet__row").Single(row => row.QuerySelector(".fleet__link")!.TextContent == service).QuerySelector("[data-choose]")!.Change(true);

    private static IElement Button(IRenderedComponent<FleetPage> page, DeploymentAction action) => page.Find($"[data-bulk={action}]");
}
