using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>The end of a session is announced and can be put off; asking for it does neither.</summary>
public sealed partial class SessionTests
{
    private static readonly TimeSpan s_length = TimeSpan.FromHours(12);
    private readonly ShiftedTime _clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Asking_how_long_a_session_lasts_does_not_make_it_longer()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        Assert.InRange(await LeftAsync(ada), s_length.TotalSeconds - 60, s_length.TotalSeconds);

        _clock.Shift = s_length - TimeSpan.FromMinutes(2);
        Assert.InRange(await LeftAsync(ada), 1, 120);
        Assert.InRange(await LeftAsync(ada), 1, 120);
        _clock.Shift = s_length + TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(ada));
    }

    [Fact]
    public async Task One_request_keeps_a_session_for_another_length()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        await ada.SignInAsync("ada");
        _clock.Shift = s_length - TimeSpan.FromMinutes(1);
        using var answer = await ada.Http.PostAsync(new Uri("/session", UriKind.Relative), content: null, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        _clock.Shift = s_length + s_length - TimeSpan.FromMinutes(3);
        Assert.InRange(await LeftAsync(ada), 60, 180);
    }

    [Fact]
    public async Task A_session_that_was_ended_cannot_be_kept()
    {
        await using var host = await StartAsync();
        using var here = new Browser(host);
        using var elsewhere = new Browser(host);
        await here.SignInAsync("ada");
        await elsewhere.SignInAsync("ada");
        await elsewhere.SubmitAsync("/settings/me", "everywhere");
        here.Http.DefaultRequestHeaders.Accept.Clear();
        using var answer = await here.Http.PostAsync(new Uri("/session", UriKind.Relative), content: null, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Every_page_of_a_session_knows_its_end_and_the_way_in_has_none()
    {
        await using var host = await StartAsync();
        using var ada = new Browser(host);
        Assert.DoesNotContain("session-strip", (await ada.GetAsync("/signin")).Body, StringComparison.Ordinal);
        await ada.SignInAsync("ada");
        var left = Left().Match((await ada.GetAsync("/settings/me")).Body).Groups["left"].Value;
        Assert.InRange(double.Parse(left, System.Globalization.CultureInfo.InvariantCulture), s_length.TotalSeconds - 60, s_length.TotalSeconds);
    }

    private async Task<TestHost> StartAsync()
    {
        var host = new TestHost(builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        (await host.StartAsync(Ct)).Dispose();
        await Browser.AddAccountAsync(host, "ada", "operator");
        return host;
    }

    private static async Task<double> LeftAsync(Browser browser)
    {
        var answer = await browser.Http.GetFromJsonAsync<JsonElement>(new Uri("/session", UriKind.Relative), Ct);
        return answer.GetProperty("seconds").GetDouble();
    }

    private static async Task<HttpStatusCode> StatusAsync(Browser browser)
    {
        browser.Http.DefaultRequestHeaders.Accept.Clear();
        using var answer = await browser.Http.GetAsync(new Uri("/session", UriKind.Relative), Ct);
        return answer.StatusCode;
    }

    [GeneratedRegex("""id="session-strip".*?data-left="(?<left>\d+)""" + "\"", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 5000)]
    private static partial Regex Left();

    /// <summary>The real clock, some time ahead.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
