using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A banner to put up in place of the one there is.</summary>
public sealed record BannerBody(
    [property: Description("One line of plain text, 1 to 300 characters.")] string Text,
    [property: Description("The revision that your view was drawn from; left out: whatever it is.")] int? Seen,
    [property: Description("Why, at most 2,000 characters; recorded.")] string? Reason,
    string? CommandId);

/// <summary>The theme of whoever has chosen none.</summary>
public sealed record DefaultThemeBody(
    [property: Description("system, light, dark or contrast.")] string Theme,
    [property: Description("The revision that your view was drawn from; left out: whatever it is.")] int? Seen,
    [property: Description("Why, at most 2,000 characters; recorded.")] string? Reason,
    string? CommandId);

/// <summary>A view to share; one of the same name is replaced. It has a state, a text or a group at the least.</summary>
public sealed record TeamViewBody(
    [property: Description("1 to 40 characters. Names that differ in nothing but their case or their signs are one.")] string Name,
    [property: Description("A counter of the fleet, such as needs.")] string? State,
    [property: Description("What the filter box says, such as target:prod; at most 500 characters.")] string? Text,
    [property: Description("By what the lines stand together, such as team.")] string? Group,
    [property: Description("The revision that your view was drawn from, 0 where there is none of the name; left out: whatever it is.")] int? Seen,
    [property: Description("Why, at most 2,000 characters; recorded.")] string? Reason,
    string? CommandId);

/// <summary>Takes away what was set.</summary>
public sealed record UnsetBody(
    [property: Description("The revision that your view was drawn from; left out: whatever it is.")] int? Seen,
    [property: Description("Why, at most 2,000 characters; recorded.")] string? Reason,
    string? CommandId);
