using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Planning;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Planning;

/// <summary>Random pairs of releases that differ in a few fields, or in none.</summary>
public sealed class SpecComparisonProperties
{
    private static readonly Gen<ReleaseSpec> s_release =
        from image in Gen.Elements<string?>(null, "shop:1", "shop:2")
        from command in Gen.Elements<ValueList<string>>(["./shop"], ["./shop", "a b"], ["./shop", "a", "b"], ["./shop", "a\" \"b"], ["./shop", ""])
        from env in Gen.ListOf(Gen.Elements<EnvironmentVariable>(new("A", "1"), new("A", "2"), new("B", "1"), new("C", "")))
        from replicas in Gen.Choose(1, 2)
        from memory in Gen.Elements<long?>(null, 64 << 20, 1L << 30)
        from cpus in Gen.Elements<decimal?>(null, 0.5m, 0.50m, 2)
        from pull in Gen.Elements(Enum.GetValues<PullPolicy>())
        from ports in Gen.Elements<ValueList<PublishedPort>?>(null, [], [new(1, null), new(2, null)], [new(2, null), new(1, null)])
        from path in Gen.Elements<string?>(null, "/health")
        select new ReleaseSpec
        {
            Image = image,
            Command = command,
            Env = env.ToValueList(),
            Replicas = replicas,
            Notes = env.Count > 2 ? "long" : null,
            Container = image is null ? null : new() { Memory = memory, Cpus = cpus, Pull = pull, Ports = ports },
            Readiness = new(path, Readiness.Default.Timeout),
        };

    private static readonly Gen<(ReleaseSpec A, ReleaseSpec B)> s_pairs =
        from a in s_release
        from b in s_release
        from like in Gen.Choose(0, 3)
        select (a, like switch
        {
            0 => a with { Env = a.Env.GroupBy(v => v.Name).Select(g => g.Last()).Reverse().ToValueList() },
            1 => a with { Env = b.Env },
            2 => a with { Container = a.Container is null ? null : a.Container with { Memory = 1 << 25, Cpus = 1 } },
            _ => b,
        });

    [Fact]
    public void A_release_is_up_to_date_with_itself_unless_it_is_always_fetched() => ForAll((a, _) =>
        Assert.Equal(a.Container?.Pull != PullPolicy.Always, SpecComparison.Compare(a, a).ChangesNothing));

    [Fact]
    public void But_for_the_pull_policy_it_does_not_matter_which_one_runs() => ForAll((a, b) =>
    {
        var (there, back) = (Fields(a, b), Fields(b, a));
        Assert.Equal(there.Select(d => (d.Field, d.From, d.To)), back.Select(d => (d.Field, d.To, d.From)));
    });

    [Fact]
    public void What_is_like_the_same_is_alike() => ForAll((a, b) =>
    {
        if (Fields(a, b).Count == 0)
        {
            var third = s_release.Sample(1).Single();
            Assert.Equal(Fields(a, third).Select(d => d.Field), Fields(b, third).Select(d => d.Field));
        }
    });

    [Fact]
    public void The_verdict_is_the_most_that_a_field_needs_and_differences_are_told_once() => ForAll((a, b) =>
    {
        var comparison = SpecComparison.Compare(a, b);
        Assert.Equal(comparison.Differences.Select(d => d.Needs).Append(SpecVerdict.UpToDate).Max(), comparison.Verdict);
        Assert.Equal(comparison.Differences.Select(d => d.Field).Distinct(), comparison.Differences.Select(d => d.Field));
        Assert.DoesNotContain(comparison.Differences, d => SpecComparison.NotCompared.Contains(d.Field) && d.Field != "container.pull");
    });

    [Fact]
    public void What_an_instance_would_be_given_decides() => ForAll((a, b) =>
        Assert.Equal(Given(a) == Given(b), Fields(a, b).Count == 0));

    /// <summary>What a runtime makes of a release, written down in another way.</summary>
    private static string Given(ReleaseSpec release) => System.Text.Json.JsonSerializer.Serialize(new
    {
        release.Image,
        release.Command,
        Env = release.Env.GroupBy(v => v.Name).Select(g => (g.Key, g.Last().Value)).Order().Select(v => $"{v.Key}={v.Value}"),
        Memory = release.Container?.Memory ?? 0,
        Cpus = (long)((release.Container?.Cpus ?? 0) * 1_000_000_000),
        Ports = (release.Container?.Ports ?? []).Select(p => p.Container).Order(),
        release.Readiness.HttpPath,
    });

    private static ValueList<SpecDifference> Fields(ReleaseSpec running, ReleaseSpec desired) =>
        SpecComparison.Compare(running, desired).Differences.Where(d => d.Field != "container.pull").ToValueList();

    private static void ForAll(Action<ReleaseSpec, ReleaseSpec> holds) =>
        Prop.ForAll(s_pairs.ToArbitrary(), pair => holds(pair.A, pair.B)).QuickCheckThrowOnFailure();
}
