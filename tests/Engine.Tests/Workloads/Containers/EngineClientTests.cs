using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Sluice.Engine.Tests.Workloads.Health;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>What an engine is asked for, counted where it arrives.</summary>
public sealed class EngineClientTests
{
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private int _most;

    [Fact]
    public async Task Many_at_once_ask_for_the_version_once_and_not_for_what_an_engine_says_of_itself()
    {
        await using var engine = await HealthServer.StartAsync(HttpProtocols.Http1, context => AnswerAsync(context, "1.41"));
        using var client = Client(engine);
        _open.SetResult();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync<int[]>("containers/json", Ct)));

        Assert.Equal(["/_ping", .. Enumerable.Repeat("/v1.41/containers/json", 50)], _asked);
    }

    [Theory]
    [InlineData("1.40", "", "/_ping /v1.40/x")]
    [InlineData("1.51", "1.24", "/_ping /version /v1.41/x")]
    [InlineData("1.51", "1.44", "/_ping /version /v1.44/x")]
    [InlineData("", "1.24", "/_ping /version /v1.41/x")]
    public async Task An_engine_is_asked_in_a_version_that_both_know(string highest, string lowest, string asked)
    {
        await using var engine = await HealthServer.StartAsync(HttpProtocols.Http1, context => AnswerAsync(context, highest, lowest));
        using var client = Client(engine);
        _open.SetResult();
        await client.GetAsync<int[]>("x", Ct);

        Assert.Equal(asked, string.Join(' ', _asked));
    }

    [Theory]
    [InlineData("GET", 8)]
    [InlineData("POST", 4)]
    public async Task Only_so_many_are_asked_for_at_once_and_the_others_come_in_turn(string method, int most)
    {
        await using var engine = await HealthServer.StartAsync(HttpProtocols.Http1, context => AnswerAsync(context, "1.41"));
        using var client = Client(engine);
        var all = Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.SendAsync(HttpMethod.Parse(method), "containers/json", Ct)));
        await Eventually.True(() => Volatile.Read(ref _inside) == most, "as many as may are under way");
        _open.SetResult();
        await all;

        Assert.Equal((most, 31), (_most, _asked.Count));
    }

    [Fact]
    public async Task Who_waits_too_long_for_its_turn_is_told_to_come_again()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        using var turns = new EngineTurns(time);
        var taken = Enumerable.Range(0, 4).Select(_ => turns.TakeAsync(HttpMethod.Post, () => _open.Task.ContinueWith(_ => true, TaskScheduler.Default), Ct)).ToList();
        var late = turns.TakeAsync(HttpMethod.Post, () => Task.FromResult(true), Ct);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await Assert.ThrowsAsync<RuntimeException>(() => late) is { IsTransient: true, IsPutOff: true });
        Assert.True(await turns.TakeAsync(HttpMethod.Get, () => Task.FromResult(true), Ct));
        _open.SetResult();
        await Task.WhenAll(taken);
        Assert.True(await turns.TakeAsync(HttpMethod.Post, () => Task.FromResult(true), Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static EngineClient Client(HealthServer engine)
    {
        var options = Options.Create(new ContainerOptions { Host = $"tcp://127.0.0.1:{engine.Address.Port}" });
        return new(options, new ContainersWatch(options, TimeProvider.System), TimeProvider.System);
    }

    private async Task AnswerAsync(HttpContext context, string highest, string lowest = "")
    {
        var path = context.Request.Path.Value!;
        _asked.Enqueue(path);
        if (path == "/_ping")
        {
            context.Response.Headers["Api-Version"] = highest.Length == 0 ? default : highest;
            return;
        }

        if (path == "/version")
        {
            await context.Response.WriteAsJsonAsync(new { ApiVersion = highest, MinAPIVersion = lowest });
            return;
        }

        var inside = Interlocked.Increment(ref _inside);
        InterlockedMax(ref _most, inside);
        await _open.Task;
        Interlocked.Decrement(ref _inside);
        await context.Response.WriteAsync("[]");
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
