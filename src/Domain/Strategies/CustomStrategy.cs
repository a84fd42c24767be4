using Sluice.Domain.Deployments;

namespace Sluice.Domain.Strategies;

/// <summary>A custom strategy as it declared itself when it was loaded. Later changes of mind are not listened to.</summary>
/// <param name="Needs">With those of the strategy that it builds on.</param>
/// <param name="Version">Of its assembly.</param>
public sealed record CustomStrategy(
    string Name,
    string Title,
    string Description,
    DeploymentStrategy BuildsOn,
    ValueList<Capability> Needs,
    ValueList<StrategyParameter> Parameters,
    string Version,
    ICustomStrategy Writer)
{
    /// <summary>The strategy, or every mistake in what it declares, in sentences.</summary>
    public static (CustomStrategy? Strategy, ValueList<string> Mistakes) Of(ICustomStrategy writer, string version)
    {
        try
        {
            var mistakes = StrategyDeclarationRules.Check(writer);
            return mistakes.Count > 0 ? (null, mistakes) : (Read(writer, version), []);
        }
        catch (Exception ex)
        {
            // Somebody else's code: whatever it throws is its mistake, and not ours.
            return (null, [$"{writer.GetType().FullName} cannot say what it is: {ThrownText.Of(ex)}."]);
        }
    }

    private static CustomStrategy Read(ICustomStrategy writer, string version) => new(
        writer.Name,
        writer.Title,
        writer.Description,
        writer.BuildsOn,
        [.. Capabilities.Of(writer.BuildsOn).Concat(writer.Needs).Distinct().Order()],
        writer.Parameters.ToValueList(),
        version,
        writer);
}
