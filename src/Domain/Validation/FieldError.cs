namespace Sluice.Domain.Validation;

/// <summary>One mistake in an input: where, what was found, and what would be right.</summary>
/// <param name="Field">Path in the wire's spelling, such as <c>plan.phases[1].share</c>.</param>
public sealed record FieldError(string Field, string Found, string Remedy);
