using System.Text.Json;
using Sluice.Domain.Planning;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Planning;

/// <summary>What an instance must be replaced for, what a limit is, and what nobody notices.</summary>
public sealed class SpecComparisonTests
{
    private static readonly ReleaseSpec s_image = new()
    {
        Image = "shop:1",
        Command = ["serve", "now"],
        Env = [new("A", "1"), new("B", "2")],
        Container = new() { User = "app", Memory = 64 << 20, Cpus = 0.5m, Ports = [new(9090, null), new(9091, 9000)] },
    };

    private static readonly ReleaseSpec s_program = new() { Command = ["./shop"], Env = [new("MODE", "live")] };

    [Fact]
    public void The_same_is_up_to_date()
    {
        Assert.True(SpecComparison.Compare(s_image, s_image).ChangesNothing);
        Assert.True(SpecComparison.Compare(s_program, s_program with { Env = [new("MODE", "live")] }).ChangesNothing);
    }

    public static TheoryData<string, ReleaseSpec> Recreated() => new()
    {
        { "image", s_image with { Image = "shop:2" } },
        { "command", s_image with { Command = ["serve now"] } },
        { "command", s_image with { Command = ["now", "serve"] } },
        { "command", s_image with { Command = null } },
        { "env.B", s_image with { Env = [new("A", "1"), new("B", "3")] } },
        { "env.B", s_image with { Env = [new("A", "1")] } },
        { "env.C", s_image with { Env = [.. s_image.Env, new("C", "")] } },
        { "container.port", s_image with { Container = s_image.Container! with { Port = 80 } } },
        { "container.ports", s_image with { Container = s_image.Container! with { Ports = [new(9090, null)] } } },
        { "container.ports", s_image with { Container = s_image.Container! with { Ports = [new(9090, 9000), new(9091, null)] } } },
        { "container.user", s_image with { Container = s_image.Container! with { User = null } } },
        { "readiness.http", s_image with { Readiness = new("/health", Readiness.Default.Timeout) } },
        { "readiness.grpc", s_image with { Readiness = Readiness.Default with { Grpc = "" } } },
        { "readiness.command", s_image with { Readiness = Readiness.Default with { Command = ["check"] } } },
        { "readiness.interval", s_image with { Readiness = Readiness.Default with { Interval = TimeSpan.FromSeconds(5) } } },
        { "readiness.retries", s_image with { Readiness = Readiness.Default with { Retries = 3 } } },
        { "readiness.timeout", s_image with { Readiness = new(null, TimeSpan.FromMinutes(1)) } },
    };

    [Theory]
    [MemberData(nameof(Recreated))]
    public void What_an_instance_has_needs_a_new_one(string field, ReleaseSpec desired)
    {
        foreach (var comparison in new[] { SpecComparison.Compare(s_image, desired), SpecComparison.Compare(desired, s_image) })
        {
            Assert.Equal(SpecVerdict.NeedsRecreate, comparison.Verdict);
            Assert.Equal([field], comparison.Differences.Select(difference => difference.Field));
        }
    }

    [Fact]
    public void Only_limits_need_an_update()
    {
        var limits = s_image with { Container = s_image.Container! with { Memory = 1L << 30, Cpus = null } };
        var comparison = SpecComparison.Compare(s_image, limits);

        Assert.Equal(SpecVerdict.NeedsUpdate, comparison.Verdict);
        Assert.Equal(
            [new("container.memory", "64MiB", "1GiB", SpecVerdict.NeedsUpdate), new("container.cpus", "0.5", null, SpecVerdict.NeedsUpdate)],
            comparison.Differences);
        Assert.Equal("Release 3 differs from release 2 only in container.memory, container.cpus. That could be changed while instances run; no runtime here does so, and the instances are replaced.", SpecSentence.Of(comparison, 2, 3));
    }

    [Fact]
    public void A_limit_beside_something_else_needs_a_new_instance() =>
        Assert.Equal(SpecVerdict.NeedsRecreate, SpecComparison.Compare(s_image, s_image with { Image = "shop:2", Container = s_image.Container! with { Memory = 1L << 30 } }).Verdict);

    [Theory]
    [InlineData(PullPolicy.Missing, PullPolicy.Always, SpecVerdict.NeedsRecreate)]
    [InlineData(PullPolicy.Never, PullPolicy.Always, SpecVerdict.NeedsRecreate)]
    [InlineData(PullPolicy.Always, PullPolicy.Always, SpecVerdict.NeedsRecreate)]
    [InlineData(PullPolicy.Always, PullPolicy.Missing, SpecVerdict.UpToDate)]
    [InlineData(PullPolicy.Always, PullPolicy.Never, SpecVerdict.UpToDate)]
    [InlineData(PullPolicy.Missing, PullPolicy.Missing, SpecVerdict.UpToDate)]
    [InlineData(PullPolicy.Missing, PullPolicy.Never, SpecVerdict.UpToDate)]
    [InlineData(PullPolicy.Never, PullPolicy.Missing, SpecVerdict.UpToDate)]
    [InlineData(PullPolicy.Never, PullPolicy.Never, SpecVerdict.UpToDate)]
    public void An_image_that_is_always_fetched_may_be_another_one_each_time(PullPolicy before, PullPolicy after, SpecVerdict verdict)
    {
        var comparison = SpecComparison.Compare(Pulled(before), Pulled(after));
        Assert.Equal(verdict, comparison.Verdict);
        Assert.Equal(verdict == SpecVerdict.UpToDate ? [] : [new("container.pull", Words.Of(before), "always", SpecVerdict.NeedsRecreate)], comparison.Differences);
    }

    [Fact]
    public void Defaults_written_out_are_the_defaults() =>
        Assert.True(SpecComparison.Compare(s_image with { Container = null }, s_image with { Container = new() { Port = 8080, Pull = PullPolicy.Missing, Ports = [] } }).ChangesNothing);

    [Fact]
    public void Order_counts_in_a_command_alone()
    {
        var other = s_image with { Env = [new("B", "2"), new("A", "1")], Container = s_image.Container! with { Ports = [new(9091, 9000), new(9090, null)] } };
        Assert.True(SpecComparison.Compare(s_image, other).ChangesNothing);

        var served = new ReleaseSpec { Endpoints = ["http://a:1", "http://b:1"], Replicas = 2 };
        Assert.True(SpecComparison.Compare(served, served with { Endpoints = ["http://b:1", "http://a:1"] }).ChangesNothing);
        Assert.Equal(["endpoints"], SpecComparison.Compare(served, served with { Endpoints = ["http://a:1"], Replicas = 1 }).Differences.Select(d => d.Field));
    }

    [Fact]
    public void Of_two_variables_with_one_name_the_later_one_counts() =>
        Assert.True(SpecComparison.Compare(s_program, s_program with { Env = [new("MODE", "old"), new("MODE", "live")] }).ChangesNothing);

    [Fact]
    public void What_is_only_said_of_a_release_is_not_compared() =>
        Assert.True(SpecComparison.Compare(s_program, s_program with { Notes = "better", CommitSha = "0123abc", SchemaChange = true, Origin = new("Ada", DateTimeOffset.UnixEpoch, "https://git.example/changes") }).ChangesNothing);

    [Fact]
    public void Another_number_of_instances_is_no_difference_and_yet_something_to_do()
    {
        var comparison = SpecComparison.Compare(s_program, s_program with { Replicas = 3 });

        Assert.Equal((SpecVerdict.UpToDate, false, true), (comparison.Verdict, comparison.ChangesNothing, comparison.CountDiffers));
        Assert.Contains("replicas", SpecComparison.NotCompared);
        Assert.Contains("another number of instances", SpecSentence.Of(comparison, 1, 2), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_of_variables_are_never_told()
    {
        var comparison = SpecComparison.Compare(s_program, s_program with { Env = [new("MODE", "s3cret"), new("TOKEN", "hunter2")] });
        Assert.Equal([("env.MODE", "•••", "•••"), ("env.TOKEN", null, "•••")], comparison.Differences.Select(d => (d.Field, d.From, d.To)));
    }

    [Fact]
    public void A_release_that_was_stored_by_an_earlier_version_compares_like_one_of_today()
    {
        const string stored = """{"command": ["./shop"], "endpoints": null, "image": null, "env": [{"name": "MODE", "value": "live"}], "notes": "First", "commitSha": null, "replicas": 1, "readiness": {"httpPath": null, "timeout": "00:00:30"}}""";
        var old = JsonSerializer.Deserialize<ReleaseSpec>(stored, JsonSerializerOptions.Web)!;
        Assert.True(SpecComparison.Compare(old, s_program).ChangesNothing);
    }

    [Fact]
    public void Many_differences_are_told_in_one_sentence()
    {
        var comparison = SpecComparison.Compare(s_program, s_image with { Container = null });
        Assert.Equal("Release 2 differs from release 1 in command, image, container.port, env.A, env.B and 1 more. The instances are replaced.", SpecSentence.Of(comparison, 1, 2));
    }

    private static ReleaseSpec Pulled(PullPolicy policy) => s_image with { Container = s_image.Container! with { Pull = policy } };
}
