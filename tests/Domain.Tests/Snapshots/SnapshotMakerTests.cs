using System.Text.Json;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;

namespace Sluice.Domain.Tests.Snapshots;

public sealed class SnapshotMakerTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void No_value_of_a_variable_is_kept_wherever_it_stands()
    {
        var snapshot = Make(One("a", new()
        {
            Command = ["./shop", "--key=tr0ub4dor&3", "postgres://ann:hunter2@db/shop", "password=letmein"],
            Variables = [new("KEY", "tr0ub4dor&3"), new("MODE", "live")],
            Labels = [new("db", "postgres://ann:hunter2@db/shop")],
        }));

        var kept = JsonSerializer.Serialize(snapshot);
        Assert.All(["tr0ub4dor", "hunter2", "letmein", "live"], secret => Assert.DoesNotContain(secret, kept, StringComparison.Ordinal));
        Assert.Equal(["KEY", "MODE"], Assert.Single(snapshot.Shapes).Variables.Select(variable => variable.Name));
    }

    [Fact]
    public void Instances_that_were_made_alike_share_one_shape_whatever_is_their_own()
    {
        var snapshot = Make(Own("a", 4000), Own("b", 4001));

        var shape = Assert.Single(snapshot.Shapes);
        Assert.Equal(["./shop", "--port", "{port}", "--pool", "40001"], shape.Command);
        Assert.Equal(["URL"], shape.Variables.Select(variable => variable.Name));
        Assert.Equal(["team"], shape.Labels.Select(label => label.Name));
        Assert.Equal(["a", "b"], snapshot.Instances.Select(one => one.Id));
        Assert.Empty(SnapshotDiff.Between(snapshot, Make(Own("a", 4000), Own("b", 4001))));

        static SeenInstance Own(string id, int port) => One(id, new()
        {
            Command = ["./shop", "--port", $"{port}", "--pool", "40001"],
            Variables = [new("PORT", $"{port}"), new("SLUICE_INSTANCE", id), new("HOSTNAME", id), new("URL", $"http://127.0.0.1:{port}/")],
            Labels = [new("sluice.instance", id), new("team", "payments")],
            OwnPort = port,
            OwnNames = [id],
        });
    }

    [Fact]
    public void However_much_there_is_it_stays_small_and_says_what_is_left_out()
    {
        var huge = new string('x', 5_000);
        var snapshot = Make([.. Enumerable.Range(0, 300).Select(i => One($"{huge}{i}", new()
        {
            Image = huge,
            Command = [.. Enumerable.Repeat(huge, 100)],
            Variables = [.. Enumerable.Range(0, 300).Select(n => new EnvironmentVariable($"{huge}{n}{i}", huge))],
            Labels = [.. Enumerable.Range(0, 300).Select(n => new SnapshotLabel($"{n}{huge}", huge))],
            Mounts = [.. Enumerable.Range(0, 300).Select(n => new SnapshotMount($"/{n}{huge}", "bind", huge, ReadOnly: false))],
            Ports = [.. Enumerable.Repeat(huge, 50)],
        }))]);

        Assert.Equal((200, 100), (snapshot.Instances.Count, snapshot.LeftOut));
        Assert.Contains(snapshot.Shapes, shape => shape.LeftOut > 0);
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(snapshot).Length < 1 << 20);
    }

    [Fact]
    public void A_usual_one_takes_a_few_kilobytes()
    {
        var snapshot = Make([.. Enumerable.Range(0, 20).Select(i => One($"shop-production-r1-{i}-ab12cd", new()
        {
            Image = "registry.example/shop:1",
            Variables = [.. Enumerable.Range(0, 30).Select(n => new EnvironmentVariable($"VARIABLE_{n}", "value"))],
            Ports = [$"127.0.0.1:{40000 + i} → 8080/tcp"],
        }))]);

        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(snapshot).Length, 1_000, 8_000);
    }

    private static Snapshot Make(params SeenInstance[] seen) => SnapshotMaker.Make(1, seen, "key", variable => $"{variable.Value.GetHashCode(StringComparison.Ordinal):x8}");

    private static SeenInstance One(string id, InstanceDetail detail) => new(id, 1, "ready", s_at, detail);
}
