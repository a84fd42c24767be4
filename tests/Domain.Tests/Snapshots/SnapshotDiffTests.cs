using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;

namespace Sluice.Domain.Tests.Snapshots;

public sealed class SnapshotDiffTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);
    private static readonly Config s_thorough = Config.QuickThrowOnFailure.WithMaxTest(500);

    private static readonly Gen<SeenInstance> s_instance =
        from id in Gen.Choose(1, 6)
        from release in Gen.Choose(1, 3)
        from health in Gen.Elements("ready", "failed")
        from since in Gen.Choose(0, 3)
        from image in Gen.Elements(null, "shop:1", "shop:2")
        from memory in Gen.Elements((long?)null, 64L << 20)
        from variable in Gen.Elements("", "a", "b")
        from mount in Gen.Elements("", "/data", "/cache")
        from label in Gen.Elements("", "payments")
        from port in Gen.Elements("127.0.0.1:4000 → 8080/tcp", "127.0.0.1:4001 → 8080/tcp")
        select new SeenInstance($"shop-{id}", release, health, s_at.AddMinutes(since), new()
        {
            Image = image,
            Memory = memory,
            Variables = variable.Length > 0 ? [new("MODE", variable)] : [],
            Mounts = mount.Length > 0 ? [new(mount, "volume", "shop-data", ReadOnly: false)] : [],
            Labels = label.Length > 0 ? [new("team", label)] : [],
            Ports = [port],
        });

    private static readonly Arbitrary<(Snapshot Before, Snapshot After)> s_pairs = Arb.From(from before in Snapshots() from after in Snapshots() select (before, after));

    [Fact]
    public void Of_two_that_are_equal_nothing_differs() => Prop.ForAll(s_pairs, pair => Assert.Empty(SnapshotDiff.Between(pair.Before, pair.Before with { }))).Check(s_thorough);

    [Fact]
    public void Where_nothing_differs_both_say_the_same() => Prop.ForAll(s_pairs, pair =>
        Assert.Equal(SnapshotDiff.Between(pair.Before, pair.After).Count == 0, SaysTheSame(pair.Before, pair.After))).Check(s_thorough);

    [Fact]
    public void The_other_way_round_the_same_fields_differ_the_other_way_round() => Prop.ForAll(s_pairs, pair => Assert.Equal(
        SnapshotDiff.Between(pair.Before, pair.After).Select(one => (one.Subject, one.Field, one.From is null, one.To is null)).Order(),
        SnapshotDiff.Between(pair.After, pair.Before).Select(one => (one.Subject, one.Field, one.To is null, one.From is null)).Order())).Check(s_thorough);

    [Fact]
    public void Each_field_is_named_once_and_differs() => Prop.ForAll(s_pairs, pair =>
    {
        var all = SnapshotDiff.Between(pair.Before, pair.After);
        Assert.Equal(all.Count, all.Select(one => (one.Subject, one.Field)).Distinct().Count());
        Assert.DoesNotContain(all, one => one.From == one.To);
    }).Check(s_thorough);

    [Fact]
    public void A_release_that_takes_the_place_of_another_is_compared_with_it_field_by_field()
    {
        var before = Make(1, One("a", 1, new() { Image = "shop:1", Memory = 64 << 20, Variables = [new("MODE", "x"), new("OLD", "1")] }));
        var after = Make(2, One("b", 2, new() { Image = "shop:2", Memory = 64 << 20, Variables = [new("MODE", "y"), new("NEW", "1")] }));

        Assert.Equal(
            [
                new("live", "release", "1", "2"),
                new("live", "image", "shop:1", "shop:2"),
                new("live", "variable MODE", "a value", "another value"),
                new("live", "variable NEW", null, "a value"),
                new("live", "variable OLD", "a value", null),
                new("release 1", "instances", "1", null),
                new("release 2", "instances", null, "1"),
                new("a", "instance", "release 1, ready", null),
                new("b", "instance", null, "release 2, ready"),
            ],
            SnapshotDiff.Between(before, after));
    }

    [Fact]
    public void What_was_changed_behind_a_release_shows_under_its_name()
    {
        var before = Make(1, One("a", 1, new() { Image = "shop:1" }), One("b", 1, new() { Image = "shop:1" }));
        var after = Make(1, One("a", 1, new() { Image = "shop:1" }), One("b", 1, new() { Image = "shop:1-patched" }));

        Assert.Equal([new("release 1", "image", "shop:1", "shop:1, shop:1-patched")], SnapshotDiff.Between(before, after));
    }

    [Fact]
    public void Marks_of_different_keys_say_nothing_about_values()
    {
        var before = Make(1, One("a", 1, new() { Variables = [new("MODE", "x"), new("OLD", "1")] }));
        var after = Make(1, One("a", 1, new() { Variables = [new("MODE", "y")] })) with { Key = "other" };

        Assert.Equal([new("release 1", "variable OLD", "a value", null)], SnapshotDiff.Between(before, after));
        Assert.Equal([new("release 1", "values of variables")], SnapshotDiff.NotCompared(before, after));
        Assert.Empty(SnapshotDiff.NotCompared(before, before));
    }

    [Fact]
    public void What_was_left_out_masked_or_cut_off_is_named_as_not_compared()
    {
        var whole = Make(1, One("a", 1, new() { Command = ["./shop"], Labels = [new("long", new string('x', 300))] }));
        Assert.Equal([new("release 1", "label long")], SnapshotDiff.NotCompared(whole, whole));

        var masked = Make(1, One("a", 1, new() { Command = ["./shop", "--password", "hunter2"] }));
        Assert.Equal([new("release 1", "command")], SnapshotDiff.NotCompared(masked, masked));

        var part = masked with { Shapes = [new(1) { LeftOut = 3 }], LeftOut = 2, Problem = "Nobody knows." };
        Assert.Empty(SnapshotDiff.Between(part, part));
        Assert.Equal([new("snapshot", "how instances were made"), new("snapshot", "instances not listed"), new("release 1", "details not listed")], SnapshotDiff.NotCompared(part, part));
    }

    [Fact]
    public void Values_without_a_mark_are_not_compared()
    {
        var none = SnapshotMaker.Make(1, [One("a", 1, new() { Variables = [new("MODE", "x")] })], key: null, _ => "");
        Assert.Equal([new("release 1", "values of variables")], SnapshotDiff.NotCompared(none, none));
    }

    private static Gen<Snapshot> Snapshots() =>
        from count in Gen.Choose(0, 4)
        from seen in Gen.ArrayOf(s_instance, count)
        from live in Gen.Choose(0, 3)
        select Make(live == 0 ? null : live, [.. seen.DistinctBy(one => one.Id)]);

    private static bool SaysTheSame(Snapshot one, Snapshot other) => one.Live == other.Live && Said(one).SequenceEqual(Said(other));

    /// <summary>Everything but which instance of a release was made how: only what there is counts.</summary>
    private static IEnumerable<object> Said(Snapshot snapshot) =>
    [
        .. snapshot.Instances.OrderBy(one => one.Id, StringComparer.Ordinal).Select(one => (object)(one with { Shape = snapshot.Shapes[one.Shape].Release })),
        .. snapshot.Shapes.SelectMany(shape => SnapshotFields.Of(shape).Select(field => (shape.Release, field))).Distinct().Order().Select(field => (object)field),
    ];

    private static Snapshot Make(int? live, params SeenInstance[] seen) => SnapshotMaker.Make(live, seen, "key", variable => variable.Value.Length > 0 ? $"{variable.Name}/{variable.Value}" : "");

    private static SeenInstance One(string id, int release, InstanceDetail detail) => new(id, release, "ready", s_at, detail);
}
