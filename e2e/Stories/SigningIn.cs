using System.Net;
using System.Net.Http.Headers;
using Microsoft.Playwright;

namespace Sluice.E2E.Stories;

public sealed class SigningIn(RunningApp app, Browser browser)
{
    [Fact]
    public async Task The_printed_link_asks_for_a_name_and_leads_to_the_fleet()
    {
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        await visitor.Page.GotoAsync(app.SignInLink.PathAndQuery);
        Assert.DoesNotContain(app.Token, visitor.Page.Url, StringComparison.Ordinal);
        await visitor.PhotographAsync("signin-light");

        await visitor.Page.GetByLabel("Your name").FillAsync("Maria Okafor");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await visitor.SeesHeadingAsync("Fleet");
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Account of Maria Okafor" })).ToBeVisibleAsync();
        Assert.Empty(visitor.Violations);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_and_leaves_the_address()
    {
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        await visitor.Page.GotoAsync("/signin?token=not-the-token-of-this-installation");

        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("not the one of this installation");
        Assert.DoesNotContain("not-the-token", visitor.Page.Url, StringComparison.Ordinal);
        await visitor.Page.GotoAsync("/fleet");
        await visitor.SeesHeadingAsync("Sign in to Sluice");
    }

    [Fact]
    public async Task Signing_in_leads_to_the_page_that_was_asked_for()
    {
        await using var visitor = await Visitor.ArriveAsync(app, browser);
        await visitor.Page.GotoAsync("/fleet?status=held");

        // Offered first as long as there is no account, and behind a link from then on.
        var token = visitor.Page.GetByLabel("Token");
        var other = visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Use the installation's token instead" });
        await Assertions.Expect(token.Or(other)).ToBeVisibleAsync();
        if (await other.IsVisibleAsync())
        {
            await other.ClickAsync();
        }

        await token.FillAsync(app.Token);
        await visitor.Page.GetByLabel("Your name").FillAsync("Maria");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        await visitor.SeesHeadingAsync("Fleet");
        Assert.EndsWith("/fleet?status=held", visitor.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_closes_the_console()
    {
        await using var visitor = await Visitor.SignedInAsync(app, browser);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Account of Maria" }).ClickAsync();
        await visitor.PhotographAsync("account-menu");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();

        await visitor.SeesHeadingAsync("Sign in to Sluice");
        await visitor.Page.GotoAsync("/fleet");
        await visitor.SeesHeadingAsync("Sign in to Sluice");
    }

    [Theory]
    [InlineData("/api/services")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/metrics")]
    [InlineData("/hubs/live/negotiate")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/no/such/page")]
    public async Task Programs_without_the_token_get_401(string path)
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Programs_with_the_token_may_read_the_description()
    {
        using var http = new HttpClient { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", app.Token);
        using var answer = await http.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
