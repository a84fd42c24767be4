using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>The strategies that a deployment can have.</summary>
/// <param name="Problems">Why custom strategies that the settings name are not among them, in sentences.</param>
public sealed record StrategiesView(IReadOnlyList<StrategyView> Items, string? NextCursor, long Total, IReadOnlyList<string> Problems);

/// <summary>How a release can go live.</summary>
/// <param name="Name">What <c>strategy</c> of a deployment says.</param>
/// <param name="BuildsOn">Of a custom strategy: the built-in one whose plans it writes; null for a built-in one.</param>
/// <param name="Needs">What router and runtime must be able to do: <c>tell_users_apart</c>, <c>copy_requests</c>, <c>serve_nothing</c>, <c>start_instances</c>.</param>
/// <param name="Parameters">What <c>parameters</c> of a deployment may have; empty for a built-in one.</param>
/// <param name="Version">Of the assembly of a custom strategy.</param>
public sealed record StrategyView(string Name, string? Title, string? Description, string? BuildsOn, string? Version, IReadOnlyList<string> Needs, IReadOnlyList<StrategyParameterView> Parameters);

/// <param name="Kind"><c>number</c>, <c>whole</c>, <c>duration</c>, <c>flag</c> or <c>choice</c>.</param>
/// <param name="Default">As on the wire, written as a text.</param>
/// <param name="Takes">What is taken, in words.</param>
/// <param name="Choices">Of a choice; null otherwise.</param>
public sealed record StrategyParameterView(string Name, string Title, string? Hint, string Kind, string Default, string? Least, string? Most, string Takes, IReadOnlyList<string>? Choices);

/// <summary>The custom strategy that wrote a plan, when the deployment was created.</summary>
/// <param name="Parameters">Values as they were then, written as texts.</param>
public sealed record CustomStrategyView(
    string Name,
    [property: Description("Of its assembly.")] string Version,
    IReadOnlyDictionary<string, string> Parameters);
