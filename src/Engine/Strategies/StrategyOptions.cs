namespace Sluice.Engine.Strategies;

/// <summary>Section <c>Strategies</c> of the configuration: strategies of your own.</summary>
public sealed class StrategyOptions
{
    public const string Section = "Strategies";

    /// <summary>Full paths of assemblies with custom strategies, loaded at the start, in this order. Their code runs with all rights of this program; none unless told.</summary>
    public IList<string> Assemblies { get; init; } = [];
}
