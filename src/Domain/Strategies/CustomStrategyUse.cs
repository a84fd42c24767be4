namespace Sluice.Domain.Strategies;

/// <summary>Which custom strategy wrote a plan. It is for people: nothing is decided by it, and the strategy need not be there any more.</summary>
/// <param name="Version">Of its assembly.</param>
public sealed record CustomStrategyUse(string Name, string Version, ValueList<StrategyArgument> Arguments);

/// <param name="Value">As on the wire.</param>
public sealed record StrategyArgument(string Name, string Value);
