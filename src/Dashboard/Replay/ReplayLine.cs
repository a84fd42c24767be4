using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>One line of the list of events: drawn again only when another event is shown.</summary>
/// <param name="IsCurrent">It is the event that is shown.</param>
public sealed record ReplayLine(HistoryEvent<DeploymentEvent> Of, bool IsCurrent);
