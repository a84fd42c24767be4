namespace Sluice.Dashboard.Api.Shapes;

/// <summary>An order that was applied.</summary>
/// <param name="Effect">Always <c>applied</c>.</param>
public sealed record SentCommandView(string CommandId, string Effect);
