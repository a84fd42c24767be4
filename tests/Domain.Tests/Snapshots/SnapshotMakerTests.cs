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

    [Theory]
    [InlineData("redis-server --requirepass hunter2", "redis-server --requirepass •••")]
    [InlineData("./shop --token hunter2 --verbose", "./shop --token ••• --verbose")]
    [InlineData("./shop -password hunter2", "./shop -password •••")]
    [InlineData("./shop --db-password=hunter2 DB_PASSWORD=hunter2", "./shop --db-password=••• DB_PASSWORD=•••")]
    [InlineData("./shop --use-tokens --verbose", "./shop --use-tokens --verbose")]
    [InlineData("./shop --tls-key /etc/shop/tls.key", "./shop --tls-key /etc/shop/tls.key")]
    [InlineData("./shop --password /hunter/2 --password-file /run/shop/password", "./shop --password ••• --password-file /run/shop/password")]
    [InlineData("./shop aB3dE5gH7jK9 --session=aB3dE5gH7jK9mN==", "./shop ••• --session=•••")]
    [InlineData("./shop 0123456789abcdef0123456789abcdef01234567", "./shop •••")]
    [InlineData("java --maxOldSpaceSize=4096 -cp /opt/Shop2/lib/shop.jar com.example.Shop2", "java --maxOldSpaceSize=4096 -cp /opt/Shop2/lib/shop.jar com.example.Shop2")]
    public void Words_that_are_secrets_by_their_option_or_by_their_look_are_masked(string command, string kept) =>
        Assert.Equal(kept, string.Join(' ', Assert.Single(Make(One("a", new() { Command = [.. command.Split(' ')] })).Shapes).Command));

    [Fact]
    public void Secrets_in_what_a_shell_is_given_are_masked_too() =>
        Assert.Equal(["sh", "-c", "exec redis-server --requirepass ••• --port 1"], Assert.Single(Make(One("a", new() { Command = ["sh", "-c", "exec redis-server --requirepass hunter2 --port 1"] })).Shapes).Command);

    [Fact]
    public void Words_of_the_release_itself_are_kept_whatever_they_look_like() =>
        Assert.Equal(["./shop", "aB3dE5gH7jK9"], Assert.Single(Make(One("a", new() { Command = ["./shop", "aB3dE5gH7jK9"] }) with { Command = ["./shop", "aB3dE5gH7jK9"] }).Shapes).Command);

    [Theory]
    [InlineData("/etc/shop/settings.json", "/etc/shop/settings.json")]
    [InlineData("/srv/shop/", "/srv/shop/")]
    [InlineData("/hunter2hunter2", "•••")]
    [InlineData("/hunter+2/ab==", "•••")]
    public void A_value_is_no_secret_only_where_it_is_a_path(string value, string kept) =>
        Assert.Equal(["./shop", kept], Assert.Single(Make(One("a", new() { Command = ["./shop", value], Variables = [new("ANY", value)] })).Shapes).Command);

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
