using System.Text.Json;
using Sluice.Dashboard.NewDeployment;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Engine.Yaml;
using static Sluice.Domain.Services.ServiceEvent;

namespace Sluice.Dashboard.Tests.NewDeployment;

public sealed class DeploymentImportTests
{
    private static readonly DateTimeOffset s_now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, RuntimeKind Kind)[] s_places = [("production", RuntimeKind.Process), ("hosts", RuntimeKind.Container), ("edge", RuntimeKind.External)];

    private static readonly Service Shop = Service.Fold(
        [
            new ServiceDeclared(new("shop"), [.. s_places.Select(place => new EnvironmentSpec(new(place.Name), new RuntimeSpec(place.Kind), new RouterSpec(RouterKind.Gateway, Host: null, $"/{place.Name}")))]),
            new ReleaseAdded(1, new ReleaseSpec { Command = ["run"] }),
            new ReleaseWentLive(new("production"), 1, DeploymentId.Of(new("shop"), 1), Standby: null, StandbyUntil: null),
        ])!;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_form_that_is_written_and_taken_in_again_gives_the_same_body(bool asYaml)
    {
        var random = new Random(36);
        var right = 0;
        for (var i = 0; i < 600; i++)
        {
            var form = RandomForm.Make(random, [.. s_places.Select(place => place.Name)]);
            var check = DeploymentCheck.Of(form, Shop);
            var text = asYaml ? YamlOfJson.Write(check.Body) : check.Body.ToJsonString();
            var import = Import(text);
            if (check.Errors.Count > 0)
            {
                Assert.Equal(check.Errors.Select(error => error.Field), import.Mistakes.Select(mistake => mistake.Error?.Field));
                continue;
            }

            right++;
            Assert.True(import.Mistakes.Count == 0, text + string.Join('\n', import.Mistakes));
            Assert.Equal(Kind(form), Kind(import.Form!));
            Assert.Equal(check.Body.ToJsonString(), DeploymentCheck.Of(import.Form!, Shop).Body.ToJsonString());
            Assert.Equal([], import.Lost);
        }

        Assert.InRange(right, 100, 600);
    }

    [Fact]
    public void All_mistakes_come_together_each_with_its_line()
    {
        var mistakes = Import("service: shop\nenvironment: production\nrelease: 9\nplan:\n  kind: linear\n  steps: ten\n  colour: red\nthresholds: {error_rate: 2}\nreason: 5").Mistakes;
        Assert.Equal(
            ["plan.colour 7", "plan.steps 6", "reason 9", "release 3", "thresholds.error_rate 8"],
            mistakes.Select(mistake => $"{mistake.Error!.Field} {mistake.At!.Value.Line}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_missing_is_found_at_what_it_is_missing_in() =>
        Assert.Contains(Import("service: shop\nenvironment: production").Mistakes, mistake => mistake is { Error.Field: "release", At.Line: 1 });

    [Fact]
    public void The_body_of_another_service_is_said_to_be_one()
    {
        var mistake = Assert.Single(Import("service: basket\nrelease: 1\nenvironment: production").Mistakes);
        Assert.Equal(("service", "basket"), (mistake.Error!.Field, mistake.Error.Found));
        Assert.StartsWith("shop:", mistake.Error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("service: shop\n  release: 1", 2)]
    [InlineData("service: shop\nservice: shop", 2)]
    [InlineData("{\"service\": \"shop\", \"service\": \"shop\"}", 1)]
    [InlineData("{\"service\": \"shop\",\n \"release\": }]", 2)]
    public void What_cannot_be_read_is_said_with_its_place(string text, int line)
    {
        var mistake = Import(text).Mistakes[0];
        Assert.Null(mistake.Error);
        Assert.Equal(line, mistake.At!.Value.Line);
        Assert.NotEmpty(mistake.Sentence);
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("only words")]
    [InlineData("[1]")]
    public void What_is_no_object_is_said_to_be_none(string text) => Assert.Equal("body", Assert.Single(Import(text).Mistakes).Error!.Field);

    [Theory]
    [InlineData("plan: {kind: linear, step_weight: 20}", "plan.step_weight")]
    [InlineData("auto_start: false", "auto_start")]
    [InlineData("queue: true\ndry_run: true\nreason: because\ncommand_id: x1", "queue, dry_run, reason, command_id")]
    [InlineData("analysis: {mode: evidence, warmup: 30s}\nrollback: {automatic: false}", "")]
    [InlineData("strategy: shadow\nplan: {phases: [{share: 100, hold: 5m}], hold: 10m}", "")]
    [InlineData("strategy: canary\nauto_start: true\nqueue: false\nforce_recreate: false\nrollback: {enabled: true}", "")]
    public void What_the_form_has_no_place_for_is_told_and_what_is_usual_anyway_is_not(string body, string lost)
    {
        var import = Import($"service: shop\nenvironment: production\nrelease: 1\n{body}");
        Assert.Equal([], import.Mistakes);
        Assert.Equal(lost, string.Join(", ", import.Lost));
    }

    [Fact]
    public void Of_a_new_release_too_what_has_no_field_is_told()
    {
        var import = Import("service: shop\nenvironment: production\nrelease:\n  command: [run, \"a\\nb\"]\n  schema_change: true\n  env: {ONE: a, TWO: \"a\\nb\"}\n  notes: ' padded '");
        Assert.Equal([], import.Mistakes);
        Assert.Equal(["release.schema_change", "release.env.TWO", "release.notes"], import.Lost);
        Assert.Equal("ONE=a", import.Form!.Fresh.Env);
    }

    [Fact]
    public void Of_very_much_that_is_lost_the_first_is_named()
    {
        var variables = string.Join('\n', Enumerable.Range(0, 200).Select(i => $"    V{i}: \"a\\nb\""));
        var lost = Import($"service: shop\nenvironment: production\nrelease:\n  command: [run]\n  env:\n    KEPT: a\n{variables}").Lost;
        Assert.Equal(("release.env.V0", "…", 31), (lost[0], lost[^1], lost.Count));
    }

    [Fact]
    public void A_body_without_a_place_goes_to_the_only_one()
    {
        var single = Service.Fold([new ServiceDeclared(new("one"), [new EnvironmentSpec(new("production"), new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, Host: null, "/"))]), new ReleaseAdded(1, new ReleaseSpec { Command = ["run"] })])!;
        var import = DeploymentImport.Of("{service: one, release: 1}", single, StrategyBook.Empty, s_now);
        Assert.Equal(("production", 0), (import.Form!.Environment, import.Lost.Count));
    }

    private static DeploymentImport Import(string text) => DeploymentImport.Of(text, Shop, StrategyBook.Empty, s_now);

    private static string Kind(DeploymentForm form) => JsonSerializer.Serialize((form.Strategy, form.Environment, form.Release).ToString());
}
