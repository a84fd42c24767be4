using System.Text.Json;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Services;

public sealed class ReadinessRulesTests
{
    private static readonly Readiness s_usual = Readiness.Default;

    [Theory]
    [InlineData("/health", null, false, ReadinessKind.Http)]
    [InlineData(null, "", false, ReadinessKind.Grpc)]
    [InlineData(null, "shop.Checkout", false, ReadinessKind.Grpc)]
    [InlineData(null, null, true, ReadinessKind.Command)]
    [InlineData(null, null, false, ReadinessKind.Tcp)]
    public void There_are_four_ways_to_ask(string? http, string? grpc, bool command, ReadinessKind kind)
    {
        var readiness = new Readiness(http, s_usual.Timeout) { Grpc = grpc, Command = command ? ["./check", "{port}"] : null };
        Assert.Equal(kind, readiness.Kind);
        Assert.Empty(Check(readiness));
    }

    [Fact]
    public void It_can_be_printed() => Assert.Contains("Timeout", s_usual.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_mistake_is_named_at_once() => Assert.Equal(
        ["readiness.timeout", "readiness.http", "readiness.grpc", "readiness.command", "readiness", "readiness.interval", "readiness.probe_timeout", "readiness.retries", "readiness.start_period"],
        Check(new("//elsewhere", TimeSpan.Zero)
        {
            Grpc = "a b", Command = [], Interval = TimeSpan.Zero, ProbeTimeout = TimeSpan.FromHours(1), Retries = 0, StartPeriod = TimeSpan.FromMinutes(1),
        }));

    [Fact]
    public void Nobody_can_run_a_command_beside_what_someone_else_runs() => Assert.Equal(
        ["readiness.command"],
        ServiceRules.Check(new() { Endpoints = ["http://127.0.0.1:1"], Readiness = s_usual with { Command = ["check"] } }, "").Select(error => error.Field));

    [Fact]
    public void The_usual_is_stored_as_it_always_was()
    {
        Assert.Equal("""{"HttpPath":"/health","Timeout":"00:00:20"}""", JsonSerializer.Serialize(new Readiness("/health", TimeSpan.FromSeconds(20))));
        var all = s_usual with { Grpc = "", Command = ["a"], Interval = TimeSpan.FromSeconds(5), ProbeTimeout = TimeSpan.FromSeconds(2), Retries = 3, StartPeriod = TimeSpan.FromSeconds(10) };
        Assert.Equal(all, JsonSerializer.Deserialize<Readiness>(JsonSerializer.Serialize(all)));
        Assert.Equal(s_usual, JsonSerializer.Deserialize<Readiness>(JsonSerializer.Serialize(s_usual.Unasked() with { Timeout = s_usual.Timeout })));
    }

    private static IEnumerable<string> Check(Readiness readiness) => ServiceRules.Check(new() { Command = ["./shop"], Readiness = readiness }, "").Select(error => error.Field);
}
