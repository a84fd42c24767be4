using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Engine.Metrics.Served;

namespace Sluice.Dashboard.Tests.Api;

public sealed class BackTestTests
{
    private const string Preview = "/api/deployments/preview";
    private const string Body = """{"service": "shop", "release": 2, "plan": {"kind": "phases", "phases": [{"share": 20, "hold": "10m"}, {"share": 50, "hold": "10m"}]}}""";

    [Fact]
    public async Task A_preview_says_how_good_canaries_would_have_fared_when_it_is_asked_to()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        Serve(api, minutes: 600);
        Assert.Equal(JsonValueKind.Null, (await api.PostAsync(Preview, Body)).Json.GetProperty("back_test").ValueKind);

        var answer = await api.PostAsync(Preview + "?back_test=true", Body);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var days = answer.Json.GetProperty("back_test").GetProperty("days");
        Assert.InRange(days.GetProperty("starts").GetInt32(), 5, 20);
        Assert.Equal((0, "1m", "0s"), (days.GetProperty("broken").GetInt32(), days.GetProperty("step").GetString(), days.GetProperty("missing").GetString()));
        Assert.Equal(600, (days.GetProperty("until").GetDateTimeOffset() - days.GetProperty("from").GetDateTimeOffset()).TotalMinutes);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("back_test").GetProperty("recent").ValueKind);
    }

    [Fact]
    public async Task Mistakes_of_the_query_and_of_the_body_come_in_one_answer()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.PostAsync(Preview + "?back_test=soon", """{"service": "shop", "release": 9}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(["back_test", "release"], answer.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Days_that_cannot_be_read_are_said_to_be_so()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        ((InMemoryServed)api.Services.GetRequiredService<IServedHistory>()).IsAway = true;
        var tried = (await api.PostAsync(Preview + "?back_test=true", Body)).Json.GetProperty("back_test");
        Assert.Contains("it is away", tried.GetProperty("unread").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, tried.GetProperty("days").ValueKind);
    }

    [Fact]
    public async Task Whoever_comes_when_several_wait_already_is_told_to_ask_again()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var gate = new TaskCompletionSource();
        ((InMemoryServed)api.Services.GetRequiredService<IServedHistory>()).Slow = gate.Task;
        var desk = api.Services.GetRequiredService<BackTestDesk>();
        var plan = PlanBuilder.Build(new(PlanKind.Stepped)).Plan!;
        var terms = LedgerTerms.For(plan, new(), new(), AnalysisSettings.Usual);
        var others = Enumerable.Range(0, BackTestDesk.Most).Select(_ => desk.TryAsync(ApiHost.Production, 1, terms, plan, ApiHost.Ct)).ToList();

        var answer = await api.PostAsync(Preview + "?back_test=true", Body);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "crowded"), (answer.Status, answer.Problem));
        Assert.True(answer.RetryAfter > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(Preview, Body)).Status);

        gate.SetResult();
        Assert.All(await Task.WhenAll(others), Assert.NotNull);
        Assert.Equal(HttpStatusCode.OK, (await api.PostAsync(Preview + "?back_test=true", Body)).Status);
    }

    private static void Serve(ApiHost api, int minutes)
    {
        var now = api.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = 6_000;
        ((InMemoryServed)api.Services.GetRequiredService<IServedHistory>()).Minutes[ApiHost.Production] =
            [.. Enumerable.Range(0, minutes).Select(i => new ServedMinute(end.AddMinutes(i - minutes), new(ServedMinute.Length, 6_000, 6, 0, 0, latency)))];
    }
}
