using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;

namespace Sluice.Doubling;

/// <summary>A strategy of one's own, as small as one can be: a share that is multiplied from phase to phase.</summary>
public sealed class DoublingStrategy : ICustomStrategy
{
    private const string Never = "never";
    private const string Half = "half";
    private const string Each = "each";
    private const decimal SmallestStep = 0.1m;

    public string Name => "doubling";

    public string Title => "Doubling";

    public string Description => "A small share first, then twice as many from phase to phase until everybody has the release. The number of users at risk stays in proportion to those who met it without harm.";

    public DeploymentStrategy BuildsOn => DeploymentStrategy.Canary;

    public IReadOnlyList<StrategyParameter> Parameters { get; } =
    [
        new StrategyParameter.Number("first", "First share, in percent", 5, SmallestStep, 50),
        new StrategyParameter.Number("factor", "Times as many in the next phase", 2, 1.1m, 10),
        new StrategyParameter.Length("hold", "How long each share is held", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
        new StrategyParameter.Choice("ask", "When people are asked", Never, [Never, Half, Each]) { Hint = "half: before half of the users or more get it" },
        new StrategyParameter.Flag("long_end", "All traffic is held twice as long", Default: false),
    ];

    public PlanRequest Write(StrategyArguments arguments, StrategyContext context)
    {
        var (hold, ask) = (arguments.Length("hold"), arguments.Choice("ask"));
        var phases = new List<PhaseRequest>();
        foreach (var share in Shares(arguments.Number("first"), arguments.Number("factor")))
        {
            var isFirstHalf = share >= 50 && (phases is not [.., var before] || before.Share < 50);
            phases.Add(new(share)
            {
                Hold = share == 100 && arguments.Flag("long_end") ? hold * 2 : hold,
                NeedsApproval = (ask == Each && phases.Count > 0) || (ask == Half && isFirstHalf),
            });
        }

        return new(PlanKind.Phases) { Phases = [.. phases] };
    }

    /// <summary>Shares have steps of a tenth of a percent, so a small factor alone would not always get on.</summary>
    private static IEnumerable<decimal> Shares(decimal first, decimal factor)
    {
        for (var share = Down(first); share < 100; share = Math.Max(Down(share * factor), share + SmallestStep))
        {
            yield return share;
        }

        yield return 100;
    }

    private static decimal Down(decimal percent) => Math.Floor(percent * 10) / 10;
}
