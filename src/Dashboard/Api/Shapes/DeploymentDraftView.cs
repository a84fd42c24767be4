using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A text for the form of a new deployment.</summary>
public sealed record DeploymentDraftBody([property: Description("The body of POST /api/deployments as YAML or JSON, at most 65,536 characters.")] string Text);

/// <summary>A text that is kept for some minutes.</summary>
/// <param name="Draft">By which the form of whoever sent it fetches it, once.</param>
public sealed record DeploymentDraftView(string Draft);
