using Bunit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>The way in, in each of its states; sessions are opened over HTTP elsewhere.</summary>
public sealed class SignInPageTests : IDisposable
{
    private AccountScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Without_accounts_it_asks_for_the_installations_token_and_a_name()
    {
        var page = Open();
        Assert.Equal(["token", "name"], page.FindAll("form input.input").Select(input => input.Id!));
        Assert.Contains("Open the link that Sluice printed", page.Find(".plain__lead").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_accounts_it_asks_for_name_and_password_and_leads_to_the_token()
    {
        await _scene.AddAsync("ben", new RoleGrant(Role.Viewer));
        var page = Open("?return=%2Fs%2Fshop");
        Assert.Equal(["name", "password"], page.FindAll("form input.input").Select(input => input.Id!));
        Assert.Equal("/signin?with=token&return=%2Fs%2Fshop", page.Find(".plain__lead a").GetAttribute("href"));
    }

    [Fact]
    public void Where_the_token_is_turned_off_nothing_leads_to_it()
    {
        With(services => services.Configure<AccessOptions>(options => options.BootstrapTokenEnabled = false));
        var page = Open("?with=token");
        Assert.NotNull(page.Find("#password"));
        Assert.Empty(page.FindAll("#token, .plain__lead a"));
    }

    [Theory]
    [InlineData(null, "Continue with single sign-on")]
    [InlineData("Acme", "Continue with Acme")]
    public void A_provider_is_offered_by_its_name_or_by_what_it_is(string? label, string button)
    {
        With(services => services.Configure<ProviderOptions>(options => (options.ClientId, options.Label) = ("sluice", label)));
        Assert.Equal(button, Open().Find("a.button").TextContent);
    }

    [Theory]
    [InlineData("?refused=1", "This token is not the one of this installation.")]
    [InlineData("?provider=1", "The provider did not let you in")]
    public void What_was_refused_is_said(string query, string said)
    {
        var page = Open(query);
        Assert.Contains(said, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(StatusCodes.Status401Unauthorized, _scene.Http.Response.StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        await _scene.AddAsync("ben", new RoleGrant(Role.Viewer));
        var answers = new List<string>();
        foreach (var name in new[] { "ben", "nobody" })
        {
            var page = Open();
            (page.Instance.Name, page.Instance.Password) = (name, "wrong");
            await page.Find("form").SubmitAsync();
            answers.Add(page.Find("[role=alert]").TextContent);
        }

        Assert.StartsWith("Name or password is wrong", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task After_too_many_wrong_tries_it_says_how_long_to_wait()
    {
        var page = Open();
        for (var i = 0; i <= SignInAttempts.WrongPerMinute; i++)
        {
            page.Instance.Token = "wrong";
            await page.Find("form").SubmitAsync();
        }

        Assert.Equal("Too many wrong tries. Wait a minute, then try again.", page.Find("[role=alert]").TextContent);
        Assert.Equal((StatusCodes.Status429TooManyRequests, "60"), (_scene.Http.Response.StatusCode, _scene.Http.Response.Headers.RetryAfter.ToString()));
    }

    [Fact]
    public async Task A_name_of_an_account_cannot_be_taken_with_the_token()
    {
        await _scene.AddAsync("ben", new RoleGrant(Role.Viewer));
        var page = Open("?with=token");
        (page.Instance.With, page.Instance.Token, page.Instance.Name) = ("token", TestHost.Token, "Ben");
        await page.Find("form").SubmitAsync();
        Assert.StartsWith("An account has this name.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    private void With(Action<IServiceCollection> configure)
    {
        _scene.Dispose();
        _scene = new(configure);
    }

    private IRenderedComponent<SignInPage> Open(string query = "")
    {
        _scene.Http.Request.Method = HttpMethods.Get;
        return _scene.Open<SignInPage>(SignInPage.Path + query);
    }
}
