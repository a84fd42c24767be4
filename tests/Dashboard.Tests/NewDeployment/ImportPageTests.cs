using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;

namespace Sluice.Dashboard.Tests.NewDeployment;

public sealed class ImportPageTests : IAsyncDisposable
{
    private const string Body = "service: shop\nenvironment: production\nrelease: 1\nstrategy: blue_green\nplan: {kind: switch, hold: 7m}\nthresholds: {error_rate: 0.03}\n";

    private readonly ConsoleWorld _world = new();

    private ImportShelf Shelf => _world.Console.Services.GetRequiredService<ImportShelf>();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_text_fills_the_form_and_what_was_there_comes_back_on_request()
    {
        var page = await OpenAsync();
        page.Find("#field-plan-hold").Change("3m");
        Send(page, Body + "auto_start: false");
        Assert.Empty(page.FindAll("#import-text"));
        Assert.Equal(("7m", "0.03"), (Value(page, "plan-hold"), Value(page, "thresholds-error-rate")));
        Assert.Contains("were not taken over: auto_start.", page.Find("[data-imported]").TextContent, StringComparison.Ordinal);
        Assert.Contains("for the buttons below", page.Find("[data-imported]").TextContent, StringComparison.Ordinal);

        page.Find("[data-imported] button").Click();
        Assert.Equal("3m", Value(page, "plan-hold"));
        Assert.Empty(page.FindAll("[data-imported]"));
    }

    [Fact]
    public async Task With_a_mistake_nothing_is_taken_and_nothing_cleared()
    {
        var page = await OpenAsync();
        page.Find("#field-plan-hold").Change("3m");
        Send(page, Body + "colour: red\nstart_at: soon");
        Assert.Equal("3m", Value(page, "plan-hold"));
        var mistakes = page.FindAll("[data-import-mistakes] li").Select(mistake => mistake.TextContent).ToList();
        Assert.Equal(2, mistakes.Count);
        Assert.Contains(mistakes, mistake => mistake.Contains("Line 7, column 9", StringComparison.Ordinal) && mistake.Contains("colour", StringComparison.Ordinal));
        Assert.Contains(mistakes, mistake => mistake.Contains("Line 8", StringComparison.Ordinal) && mistake.Contains("soon", StringComparison.Ordinal));

        Send(page, "a: [");
        Assert.Matches(@"^Line \d+, column \d+: This is no YAML", Assert.Single(page.FindAll("[data-import-mistakes] li")).TextContent.Trim());
        Send(page, Body);
        Assert.Equal("7m", Value(page, "plan-hold"));
    }

    [Fact]
    public async Task A_text_is_fetched_once_and_by_who_sent_it()
    {
        var page = await OpenAsync();
        Open(page);
        page.Find("[data-import-key]").Change(Shelf.Add(TenantId.Default, "somebody else", Body));
        Assert.Contains("not here any more", page.Find(".import [role=alert]").TextContent, StringComparison.Ordinal);

        var key = Shelf.Add(TenantId.Default, "ada", Body);
        Assert.Null(Shelf.Take(key, new TenantId("other"), "ada"));
        Assert.Equal(Body, Shelf.Take(key, TenantId.Default, "ada"));
        Assert.Null(Shelf.Take(key, TenantId.Default, "ada"));
    }

    [Fact]
    public void Texts_are_kept_for_minutes_and_few_of_each_person()
    {
        var first = Shelf.Add(TenantId.Default, "ada", "1");
        for (var i = 0; i < 4; i++)
        {
            Shelf.Add(TenantId.Default, "ada", "more");
        }

        Assert.Null(Shelf.Take(first, TenantId.Default, "ada"));
        var last = Shelf.Add(TenantId.Default, "ada", "2");
        _world.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Null(Shelf.Take(last, TenantId.Default, "ada"));
    }

    [Fact]
    public async Task What_the_browser_does_not_let_us_copy_stands_below_to_be_copied()
    {
        var page = await OpenAsync();
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Copy as YAML").Click();
        var text = page.Find(".codeblock").TextContent;
        Assert.StartsWith("service: shop\nenvironment: production\nrelease: 1\n", text, StringComparison.Ordinal);
        page.Find("#field-plan-hold").Change("9m");
        Assert.Empty(page.FindAll(".codeblock"));
    }

    private async Task<IRenderedComponent<NewDeploymentPage>> OpenAsync()
    {
        await _world.GoLiveAsync("shop");
        return _world.Open<NewDeploymentPage>("/s/shop/new?release=1", parameters => parameters.Add(p => p.Service, "shop"));
    }

    private static void Open(IRenderedComponent<NewDeploymentPage> page)
    {
        if (page.FindAll("#import-text").Count == 0)
        {
            page.FindAll("button").Single(button => button.TextContent.Trim() == "Import…").Click();
        }
    }

    private void Send(IRenderedComponent<NewDeploymentPage> page, string text)
    {
        Open(page);
        page.Find("[data-import-key]").Change(Shelf.Add(TenantId.Default, "ada", text));
    }

    private static string? Value(IRenderedComponent<NewDeploymentPage> page, string field) => page.Find($"#field-{field}").GetAttribute("value");
}
