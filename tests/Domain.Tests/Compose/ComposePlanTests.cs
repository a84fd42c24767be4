using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Services;
using static Sluice.Domain.Services.ServiceEvent;
using static Sluice.Domain.Tests.Compose.ComposeFile;

namespace Sluice.Domain.Tests.Compose;

/// <summary>A file against what runs.</summary>
public sealed class ComposePlanTests
{
    private const string File = """
        services:
          web: {image: 'web:1', expose: [80], depends_on: {db: {condition: service_healthy}}}
          db: {image: 'db:1', expose: [80], volumes: ['data:/a']}
          worker: {image: 'web:1', healthcheck: {test: a}, depends_on: [web]}
        volumes: {data: }
        """;

    private static readonly EnvironmentName s_production = new("production");

    [Fact]
    public void Volumes_come_first_then_services_in_the_order_in_which_they_wait()
    {
        var plan = Plan(File);
        Assert.Equal(["shop_data"], plan.Volumes);
        Assert.Equal([("db", ServiceVerdict.New), ("web", ServiceVerdict.New), ("worker", ServiceVerdict.New)], plan.Steps.Select(step => (step.Wish.Key, step.Verdict)));
        Assert.All(plan.Steps, step => Assert.Equal((1, null, true), (step.Release, step.Live, step.Operations.Count > 0)));
        Assert.Equal([new ServiceDependency(new("shop-db"), DependencyCondition.ServiceHealthy)], plan.Steps[1].Wish.After);
        Assert.Empty(plan.Unchanged.Concat<object>(plan.Refused));
    }

    [Fact]
    public void What_runs_already_is_left_out_and_what_differs_is_said()
    {
        var plan = Plan(File.Replace("web:1", "web:2", StringComparison.Ordinal), Live(File));
        Assert.Equal([("web", ServiceVerdict.NeedsRecreate, 1, 2), ("worker", ServiceVerdict.NeedsRecreate, 1, 2)], plan.Steps.Select(step => (step.Wish.Key, step.Verdict, step.Live!.Value, step.Release)));
        Assert.Equal("Release 2 differs from release 1 in image. The instances are replaced.", plan.Steps[0].Sentence);
        Assert.Equal([("db", ServiceVerdict.UpToDate)], plan.Unchanged.Select(step => (step.Wish.Key, step.Verdict)));
        Assert.Empty(Plan(File, Live(File)).Steps);
    }

    [Theory]
    [InlineData("web:1', expose: [80],", "web:1', expose: [80], environment: {A: b},", ServiceVerdict.NeedsRecreate)]
    [InlineData("web:1', expose: [80],", "web:1', expose: [80], mem_limit: 64m,", ServiceVerdict.NeedsUpdate)]
    [InlineData("web:1', expose: [80],", "web:1', expose: [80], scale: 2,", ServiceVerdict.NeedsUpdate)]
    [InlineData("web:1', expose: [80],", "web:1', expose: [80], pull_policy: always,", ServiceVerdict.NeedsRecreate)]
    public void One_change_concerns_one_service(string from, string to, ServiceVerdict verdict) =>
        Assert.Equal([("web", verdict)], Plan(File.Replace(from, to, StringComparison.Ordinal), Live(File)).Steps.Select(step => (step.Wish.Key, step.Verdict)));

    [Fact]
    public void A_release_that_was_added_before_and_is_not_live_is_not_added_again()
    {
        var changed = File.Replace("web:1', expose", "web:2', expose", StringComparison.Ordinal);
        var services = Live(File).Select(service => service.Name.Value == "shop-web" ? Service.Evolve(service, new ReleaseAdded(2, Read(changed).Services[0].Release)) : service).ToList();
        var step = Assert.Single(Plan(changed, services).Steps);
        Assert.Equal((2, 0), (step.Release, step.Added.Count));
    }

    [Fact]
    public void What_is_waited_for_and_not_taken_along_must_be_live()
    {
        var along = ComposeAlong.Nothing with { Application = "shop", Services = ["web"] };
        var refused = Assert.Single(Plan(File, [], along).Refused);
        Assert.Equal(("services.web", 2, "Found shop-db; expected a service that is live in production, or one that is taken live with it."), (refused.Path, refused.At.Line, refused.Sentence));
        Assert.Empty(Plan(File.Replace("web:1", "web:2", StringComparison.Ordinal), Live(File), along).Refused);
    }

    [Fact]
    public void A_place_that_runs_something_else_is_refused()
    {
        var processes = Service.Fold([new ServiceDeclared(new("shop-web"), [new(s_production, new(RuntimeKind.Process), new(RouterKind.Gateway, "a", "/"))])])!;
        Assert.Contains(Plan(File, [processes]).Refused, one => one.Path == "services.web" && one.Sentence.Contains("a command", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_that_somebody_else_has_is_refused_and_one_that_there_is_stays()
    {
        var other = Service.Fold([new ServiceDeclared(new("other"), [new(s_production, new(RuntimeKind.Container), new(RouterKind.Gateway, "web.shop.localhost", "/"))])])!;
        Assert.Contains("other/production has this one", Assert.Single(Plan(File, [other]).Refused).Sentence, StringComparison.Ordinal);
        var moved = Plan(File.Replace("web:1', expose: [80],", "web:1', expose: [80], x-sluice: {host: a.example},", StringComparison.Ordinal), Live(File));
        Assert.Contains("stays so", Assert.Single(moved.Warnings).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_that_another_environment_mounts_is_warned_of()
    {
        var staging = ComposePlan.Of(Read(File), new("staging"), Live(File), [], _ => null);
        var warning = Assert.Single(staging.Warnings, one => one.Sentence.Contains("shop_data", StringComparison.Ordinal));
        Assert.Equal("services.db", warning.Path);
        Assert.Contains("such as name: shop_data_staging", warning.Sentence, StringComparison.Ordinal);
        var apart = ComposePlan.Of(Read(File.Replace("{data: }", "{data: {name: shop_data_staging}}", StringComparison.Ordinal)), new("staging"), Live(File), [], _ => null);
        Assert.DoesNotContain(apart.Warnings, one => one.Path == "services.db");
        Assert.DoesNotContain(Plan(File, Live(File)).Warnings, one => one.Path == "services.db");
    }

    [Fact]
    public void What_this_installation_does_not_run_is_refused_where_it_stands()
    {
        var plan = ComposePlan.Of(Read(File), s_production, [], [], release => release.Image == "db:1" ? "Not here." : null);
        Assert.Equal([("services.db", 3, "Not here.")], plan.Refused.Select(one => (one.Path, one.At.Line, one.Sentence)));
    }

    private static ComposePlan Plan(string file, IReadOnlyList<Service>? known = null, ComposeAlong? along = null) =>
        ComposePlan.Of(Read(file, along ?? ComposeAlong.Nothing with { Application = "shop" }), s_production, known ?? [], [], _ => null);

    /// <summary>The services of a file as they are when it was taken live.</summary>
    private static List<Service> Live(string file) =>
    [
        .. Plan(file).Steps.Select(step => step.Added
            .Concat<ServiceEvent>([new DeploymentNumbered(1, DeploymentId.Of(step.Wish.Service, 1), s_production), new ReleaseWentLive(s_production, 1, DeploymentId.Of(step.Wish.Service, 1), null, null)])
            .Select(e => e with { Origin = new Origin(DateTimeOffset.UnixEpoch, Actor.Engine) }).Aggregate((Service?)null, Service.Evolve)!),
    ];
}
