using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Gates;

/// <summary>A question that a deployment would ask, or may ask, and who could answer it if it did now.</summary>
/// <param name="Phase">Before which it asks, from 0; for the other kinds it says nothing.</param>
/// <param name="People">Those with a say, each once, in the order given.</param>
public sealed record GateToCome(GateKind Kind, int Phase, ApprovalRule Rule, ValueList<string> People)
{
    /// <summary>Fewer have a say than are needed: it would stay shut.</summary>
    public bool IsShort => People.Count < Rule.Quorum;
}

/// <summary>The gates of a deployment before there is one. Who has a say is asked where open gates ask: <see cref="Say"/>. Pure.</summary>
public static class GatesToCome
{
    /// <param name="by">Who would make the deployment.</param>
    /// <param name="approvers">Who may approve at the place.</param>
    /// <returns>In the order in which they come, and the question before going back last; nothing while something in the request is wrong.</returns>
    public static ValueList<GateToCome> Of(Service service, DeploymentRequest request, Actor by, ValueList<Caller> approvers)
    {
        var decision = DeploymentCreation.Create(service, request with { AutoStart = false, StartAt = null }).Decision;
        if ((decision as Decision.Accepted)?.Events.OfType<DeploymentEvent.DeploymentCreated>().FirstOrDefault() is not { } created)
        {
            return [];
        }

        var deployment = Deployment.Evolve(state: null, created)! with { CreatedBy = by };
        var place = service.Environment(created.Spec.Environment);
        var release = service.Release(created.Spec.ToRelease) ?? new Release(created.Spec.ToRelease, request.NewRelease!, default, by);
        return [.. Questions(deployment).Select(gate => new GateToCome(gate.Kind, gate.Phase, gate.EffectiveRule, [.. approvers.Where(one => Say.ReasonAgainst(gate, deployment, release, one, place) is null).Select(one => one.Who.Name)]))];
    }

    private static IEnumerable<Gate> Questions(Deployment deployment)
    {
        var plan = deployment.Spec.Plan;
        for (var phase = 0; phase <= plan.Last + 1; phase++)
        {
            if (GateDecider.AskFor(deployment, phase, deployment.CreatedBy, deployment.CreatedAt) is { } asked && asked.OfType<DeploymentEvent.GateOpened>().FirstOrDefault() is { } opened)
            {
                yield return opened.Gate;
            }
        }

        if (deployment.Spec is { Rollback: { Enabled: true, Asks: true } rollback, Analysis.Enabled: true })
        {
            yield return new Gate(GateDecider.NextId(deployment), GateKind.RollbackQuestion, string.Empty, Phase: -1, [], deployment.CreatedAt) { Rule = rollback.Approval };
        }
    }
}
