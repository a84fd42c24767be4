using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;

namespace Sluice.Samples.Tests.Strategies;

/// <summary>
/// What every custom strategy must keep. Copy this file beside the tests of yours, inherit from it and say how your strategy is made; it needs xunit.v3 and the
/// product's Sluice.Domain, and nothing else of this repository.
/// </summary>
public abstract class CustomStrategyContract
{
    private const int MostCombinations = 10_000;

    /// <summary>A new one each time.</summary>
    protected abstract ICustomStrategy Make();

    /// <summary>What plans are asked for: one instance and many, more and fewer than before, nothing live yet, instances of somebody else.</summary>
    protected virtual IEnumerable<StrategyContext> Contexts =>
    [
        Context(instances: 1, now: 1),
        Context(instances: 3, now: 2),
        Context(instances: 2, now: 100),
        Context(instances: 100, now: null),
        Context(instances: 4, now: 4) with { Runtime = RuntimeKind.External },
    ];

    [Fact]
    public void What_it_says_of_itself_keeps_the_rules() => Assert.Empty(CustomStrategy.Of(Make(), "1.0").Mistakes);

    [Fact]
    public void It_can_be_found_and_made_when_its_file_is_loaded()
    {
        var type = Make().GetType();
        Assert.True(type is { IsVisible: true, IsAbstract: false, ContainsGenericParameters: false });
        Assert.NotNull(type.GetConstructor(Type.EmptyTypes));
    }

    [Fact]
    public void It_says_the_same_of_itself_each_time()
    {
        var (one, other) = (Loaded(), Loaded());
        Assert.Equal((one.Name, one.Title, one.Description, one.BuildsOn, one.Needs, one.Parameters), (other.Name, other.Title, other.Description, other.BuildsOn, other.Needs, other.Parameters));
    }

    [Fact]
    public void At_every_corner_of_its_parameters_it_writes_a_plan_that_keeps_the_rules() =>
        Assert.All(Questions(), question => Assert.Null(PlanWriting.Write(Loaded(), question.Arguments, question.Context).Error));

    [Fact]
    public void The_same_question_gets_the_same_plan_from_another_instance_and_in_another_culture()
    {
        var (one, other, culture) = (Loaded(), Loaded(), CultureInfo.CurrentCulture);
        try
        {
            foreach (var (arguments, context) in Questions())
            {
                var first = Plan(one, arguments, context);
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
                Assert.Equal(first, Plan(one, arguments, context));
                Assert.Equal(first, Plan(other, arguments, context));
                CultureInfo.CurrentCulture = culture;
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Several_may_ask_at_a_time()
    {
        var (strategy, questions) = (Loaded(), Questions().ToList());
        var alone = questions.Select(question => Plan(strategy, question.Arguments, question.Context)).ToList();
        var together = new PlanRequest[questions.Count];
        Parallel.For(0, questions.Count, i => together[i] = Plan(strategy, questions[i].Arguments, questions[i].Context));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void What_its_plans_ask_of_the_router_it_declares()
    {
        var strategy = Loaded();
        Assert.All(Questions(), question => Assert.True(Plan(strategy, question.Arguments, question.Context).Users is null || strategy.Needs.Contains(Capability.TellUsersApart)));
    }

    private static StrategyContext Context(int instances, int? now) => new()
    {
        Service = new("shop"), Environment = new("production"), Runtime = RuntimeKind.Process, Router = RouterKind.Gateway, Instances = instances, InstancesNow = now,
    };

    private static PlanRequest Plan(CustomStrategy strategy, StrategyArguments arguments, StrategyContext context) => PlanWriting.Write(strategy, arguments, context).Plan!;

    private CustomStrategy Loaded() => CustomStrategy.Of(Make(), "1.0").Strategy!;

    private IEnumerable<(StrategyArguments Arguments, StrategyContext Context)> Questions()
    {
        var parameters = Loaded().Parameters;
        var corners = parameters.Aggregate(
            new List<Dictionary<string, object>> { new(StringComparer.Ordinal) },
            (all, parameter) => [.. all.SelectMany(one => parameter.Corners.Select(value => new Dictionary<string, object>(one, StringComparer.Ordinal) { [parameter.Name] = value })).Take(MostCombinations)]);
        return corners.SelectMany(values => Contexts.Select(context => (StrategyArguments.Of(parameters, values), context)));
    }
}
