using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>A plug-in with a parameter of each kind. Its plan has one phase, or is none when a test says what it does instead.</summary>
internal sealed class FakeStrategy(Func<StrategyArguments, PlanRequest>? write = null) : ICustomStrategy
{
    public string Name => "fake";

    public string Title => "A fake";

    public string Description => "For tests.";

    public DeploymentStrategy BuildsOn => DeploymentStrategy.Canary;

    public IReadOnlyList<StrategyParameter> Parameters { get; } =
    [
        new StrategyParameter.Number("share", "Share", 30, 1, 99) { IsWhole = true },
        new StrategyParameter.Length("hold", "Hold", TimeSpan.FromMinutes(3), TimeSpan.Zero, TimeSpan.FromHours(1)),
        new StrategyParameter.Choice("mood", "Mood", "calm", ["calm", "bold"]),
        new StrategyParameter.Flag("ask", "Ask first", Default: false),
    ];

    public static StrategyBook Book(Func<StrategyArguments, PlanRequest>? write = null) => StrategyBook.Empty.With(new FakeStrategy(write), "1.0", "fake.dll");

    public PlanRequest Write(StrategyArguments arguments, StrategyContext context) => write is not null ? write(arguments) : new(PlanKind.Phases)
    {
        Phases = [new(arguments.Whole("share")) { Hold = arguments.Length("hold"), NeedsApproval = arguments.Flag("ask") }],
    };
}
