using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Engine.Projections;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Approvals;

/// <summary>One question with the deployment that it is about, as it is now.</summary>
/// <param name="Open">The question while it waits; null once it is decided, and while another one stands in front of it.</param>
/// <param name="Record">From history; null while it is not there yet.</param>
public sealed record GateView(string Key, BarView Bar, Gate? Open, GateRow? Record)
{
    /// <summary>What is delivered; null when it is not known.</summary>
    public Service? Service { get; init; }

    /// <summary>The attempt before, when it did not succeed.</summary>
    public Deployment? Before { get; init; }

    /// <summary>What was said beside the answers, oldest first.</summary>
    public ValueList<GateRemark> Talk => Open?.Talk ?? Record switch
    {
        { Gate: var id } => Bar.Events.Select(e => e.Event switch
        {
            GateInquired said when said.GateId == id => new GateRemark(said.Origin.By, said.Origin.At, said.Text, IsReply: false),
            GateReplied said when said.GateId == id => new GateRemark(said.Origin.By, said.Origin.At, said.Text, IsReply: true),
            _ => null,
        }).OfType<GateRemark>().ToValueList(),
        _ => [],
    };

    /// <summary>The order that was given without its reason, while that is owed; null for a question.</summary>
    public OwedReason? Owed => Open is null && Record is { Gate: var id } ? Bar.State.OwedReasons.FirstOrDefault(owed => owed.Id == id) : null;

    /// <summary>It was broken in an emergency, and nobody has looked at it since.</summary>
    public bool OwesReview => Record is { ReviewDueAt: not null, ReviewedBy: null } && Bar.State.BrokenGate is { ReviewedBy: null } broken && broken.GateId == Record.Gate;
}
