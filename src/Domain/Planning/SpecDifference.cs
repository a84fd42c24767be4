namespace Sluice.Domain.Planning;

/// <summary>One field in which what runs is not what is desired.</summary>
/// <param name="Field">As the API names it.</param>
/// <param name="From">Null where there is none; hidden for variables.</param>
/// <param name="To">Null where there is none any more; hidden for variables.</param>
/// <param name="Needs">What this field alone asks for.</param>
public sealed record SpecDifference(string Field, string? From, string? To, SpecVerdict Needs);
