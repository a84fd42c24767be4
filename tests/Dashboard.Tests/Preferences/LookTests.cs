using System.Net;
using System.Net.Http.Json;
using Sluice.Dashboard.Preferences;
using Sluice.Dashboard.Tests.Access;

namespace Sluice.Dashboard.Tests.Preferences;

public sealed class LookTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_look_is_kept_for_its_person_and_stands_in_their_pages_alone()
    {
        await using var host = await PasswordTests.StartAsync();
        await Browser.AddAccountAsync(host, "bob", "viewer");
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(ada, new("compact", "Europe/Berlin", "off")));
        Assert.Contains("""data-look="{"density":"compact","zone":"Europe/Berlin","keys":"off"}" """.TrimEnd(), WebUtility.HtmlDecode((await ada.GetAsync("/settings/me")).Body), StringComparison.Ordinal);

        using var bob = new Browser(host);
        await bob.SignInAsync("bob");
        Assert.DoesNotContain("data-look=", (await bob.GetAsync("/settings/me")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiny", null, null)]
    [InlineData(null, "Mars/Olympus", null)]
    [InlineData(null, null, "sometimes")]
    public async Task What_there_is_not_cannot_be_chosen(string? density, string? zone, string? keys)
    {
        await using var host = await PasswordTests.StartAsync();
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(ada, new(density, zone, keys)));
    }

    [Fact]
    public async Task A_stranger_keeps_nothing()
    {
        await using var host = await PasswordTests.StartAsync();
        using var guest = new Browser(host);
        Assert.NotEqual(HttpStatusCode.NoContent, await PutAsync(guest, new("compact")));
        Assert.DoesNotContain("data-look=", (await guest.GetAsync("/signin")).Body, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PutAsync(Browser browser, Look look)
    {
        using var answer = await browser.Http.PutAsJsonAsync(new Uri(Look.Path, UriKind.Relative), look, Ct);
        return answer.StatusCode;
    }
}
