using Sluice.Domain.Deployments;

namespace Sluice.Domain.Strategies;

/// <summary>The custom strategies of this installation, and why others are not among them.</summary>
/// <param name="Problems">In sentences.</param>
public sealed record StrategyBook(ValueList<CustomStrategy> Custom, ValueList<string> Problems)
{
    /// <summary>Another name that is taken for the strategy that copies requests.</summary>
    public const string Shadow = "shadow";

    public static StrategyBook Empty { get; } = new([], []);

    /// <summary>Names that no custom strategy can have.</summary>
    public static ValueList<string> BuiltIn { get; } = [.. Enum.GetValues<DeploymentStrategy>().Select(Words.Of), Shadow];

    public CustomStrategy? Find(string? name) => Custom.FirstOrDefault(strategy => string.Equals(strategy.Name, name, StringComparison.Ordinal));

    /// <summary>The book with one more strategy, or with why it is not taken. Of two with one name the first stays.</summary>
    /// <param name="file">Where it comes from.</param>
    public StrategyBook With(ICustomStrategy writer, string version, string file)
    {
        var (strategy, mistakes) = CustomStrategy.Of(writer, version);
        return strategy is null ? Without(file, mistakes)
            : Find(strategy.Name) is { } first ? Without(file, [$"{writer.GetType().FullName}: the name {strategy.Name} is taken by {first.Writer.GetType().FullName} already."])
            : this with { Custom = Custom.Add(strategy) };
    }

    public StrategyBook Without(string file, IEnumerable<string> mistakes) => this with { Problems = [.. Problems, .. mistakes.Select(mistake => $"{file}: {mistake}")] };
}
