using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Sluice.Samples.Tests.Shop;

public sealed class ShopProcessTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_names_the_version()
    {
        var (shop, http) = await SampleProcess.StartShopAsync("--version", "2.1", "--base-latency-ms", "0");
        await using var _ = shop;
        using var __ = http;

        foreach (var path in new[] { "/", "/products", "/products/3", "/cart", "/health", "/faults", "/products/99", "/nothing" })
        {
            using var answer = await http.GetAsync(path, Ct);
            Assert.Equal("2.1", Assert.Single(answer.Headers.GetValues("Shop-Version")));
            Assert.Equal(path is "/products/99" or "/nothing" ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Contains("version <strong>2.1</strong>", await http.GetStringAsync("/", Ct), StringComparison.Ordinal);
        using var order = await http.PostAsync("/checkout", content: null, Ct);
        Assert.Equal(97.00m, (await order.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("total").GetDecimal());
    }

    [Fact]
    public async Task Faults_at_run_time_change_what_customers_get_but_not_the_health()
    {
        var (shop, http) = await SampleProcess.StartShopAsync("--base-latency-ms", "0");
        await using var _ = shop;
        using var __ = http;

        Assert.Equal(0, await FailuresOfAsync(http, requests: 100));

        using var answer = await http.PutAsJsonAsync("/faults", new { error_rate = 0.5 }, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(await FailuresOfAsync(http, requests: 400), 120, 280);   // eight standard deviations around 200
        using var health = await http.GetAsync("/health", Ct);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        using var off = await http.PutAsJsonAsync("/faults", new { error_rate = 0 }, Ct);
        Assert.Equal(0, await FailuresOfAsync(http, requests: 100));
    }

    [Fact]
    public async Task Wrong_faults_are_refused_with_every_mistake_and_change_nothing()
    {
        var (shop, http) = await SampleProcess.StartShopAsync("--error-rate", "0.25");
        await using var _ = shop;
        using var __ = http;

        using var answer = await http.PutAsJsonAsync("/faults", new { error_rate = 7, latency_ms = "slow", colour = 1, jitter = 1 }, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        Assert.Equal("must be a fraction from 0 to 1, but is '7'.", errors.GetProperty("error_rate")[0].GetString());
        Assert.Equal("must be milliseconds from 0 to 60000, but is '\"slow\"'.", errors.GetProperty("latency_ms")[0].GetString());
        Assert.StartsWith("is not known; the fields are error_rate", errors.GetProperty("colour")[0].GetString(), StringComparison.Ordinal);

        using var text = await http.PutAsync("/faults", new StringContent("often"), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, text.StatusCode);
        using var list = await http.PutAsJsonAsync("/faults", new[] { 1 }, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, list.StatusCode);

        var faults = await http.GetFromJsonAsync<JsonElement>("/faults", Ct);
        Assert.Equal(0.25, faults.GetProperty("error_rate").GetDouble());
        Assert.Equal(0.4, faults.GetProperty("jitter").GetDouble());
    }

    [Fact]
    public async Task A_shop_that_is_never_ready_says_so()
    {
        var (shop, http) = await SampleProcess.StartShopAsync("--never-ready", "true");
        await using var _ = shop;
        using var __ = http;

        using var answer = await http.GetAsync("/health", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task A_shop_told_to_die_dies_with_a_failure()
    {
        await using var shop = SampleProcess.Start("Sluice.Shop", "--urls", "http://127.0.0.1:0", "--exit-after-ms", "0");
        Assert.Equal(1, await shop.ExitCodeAsync());
        Assert.Contains("told to die", shop.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminated_shop_answers_what_is_open_and_ends_its_streams()
    {
        var (shop, http) = await SampleProcess.StartShopAsync("--base-latency-ms", "0");
        await using var _ = shop;
        using var __ = http;

        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(http.BaseAddress!.AbsoluteUri.Replace("http:", "ws:", StringComparison.Ordinal) + "ws"), Ct);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Ct);
        var buffer = new byte[64];
        var echo = await socket.ReceiveAsync(buffer, Ct);
        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, echo.Count));

        using var events = new StreamReader(await http.GetStreamAsync("/events", Ct));
        Assert.Equal("event: sale", await events.ReadLineAsync(Ct));

        using var slow = await http.PutAsJsonAsync("/faults", new { latency_ms = 1500, jitter = 0 }, Ct);
        var open = http.GetAsync("/cart", Ct);
        // Many later requests answered on another connection: by then the slow one has arrived.
        for (var i = 0; i < 50; i++)
        {
            using var health = await http.GetAsync("/health", Ct);
        }

        shop.Terminate();

        var goodbye = await socket.ReceiveAsync(buffer, Ct);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, goodbye.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, Ct);
        using var cart = await open;
        Assert.Equal(HttpStatusCode.OK, cart.StatusCode);
        await events.ReadToEndAsync(Ct);
        Assert.Equal(0, await shop.ExitCodeAsync());
    }

    [Fact]
    public async Task A_termination_during_the_start_delay_is_an_orderly_stop()
    {
        await using var shop = SampleProcess.Start("Sluice.Shop", "--urls", "http://127.0.0.1:0", "--start-delay-ms", "60000");
        await shop.LineWithAsync("starts after");
        shop.Terminate();
        Assert.Equal(0, await shop.ExitCodeAsync());
    }

    [Fact]
    public async Task Wrong_options_are_told_all_at_once()
    {
        await using var shop = SampleProcess.Start("Sluice.Shop", "--error-rate", "2", "--version", "a b", "--start-delay-ms", "-1", "--colour", "red");
        Assert.Equal(2, await shop.ExitCodeAsync());
        Assert.Equal(4, shop.Output.Split('\n').Length);
        Assert.Contains("--error-rate (SHOP_ERROR_RATE): must be a fraction from 0 to 1, but is '2'.", shop.Output, StringComparison.Ordinal);
        Assert.Contains("--version (SHOP_VERSION): must be 1 to 40 letters, digits or . - _ +, but is 'a b'.", shop.Output, StringComparison.Ordinal);
        Assert.Contains("--start-delay-ms (SHOP_START_DELAY_MS): must be whole milliseconds, 0 or more, but is '-1'.", shop.Output, StringComparison.Ordinal);
        Assert.Contains("--colour is not known", shop.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        var (shop, http) = await SampleProcess.StartShopAsync();
        await using var _ = shop;
        using var __ = http;

        await using var second = SampleProcess.Start("Sluice.Shop", "--urls", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains("address already in use.); choose another address with --urls or PORT", Assert.Single(second.Output.Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<int> FailuresOfAsync(HttpClient http, int requests)
    {
        var failures = 0;
        for (var i = 0; i < requests; i++)
        {
            using var answer = await http.GetAsync("/products", Ct);
            failures += answer.StatusCode == HttpStatusCode.InternalServerError ? 1 : 0;
        }

        return failures;
    }
}
