using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Gates;

/// <summary>Who has a say at a gate. The one place: decider, API, inbox and console all ask here.</summary>
public static class Say
{
    /// <param name="release">The release that would get traffic; null when it is not known.</param>
    /// <param name="place">Where it is delivered; null when it is not known.</param>
    /// <returns>Null when the caller may answer; otherwise why not, for people.</returns>
    public static string? ReasonAgainst(Gate gate, Deployment deployment, Release? release, Caller caller, ServiceEnvironment? place = null)
    {
        var rule = gate.EffectiveRule;
        return gate switch
        {
            { Lapse: GateLapse.Expired } => "The question has expired; ask again.",
            { Lapse: GateLapse.Rejected } => "The question was answered with no; ask again.",
            _ when caller.Who.Kind != ActorKind.Person => "Only a person may answer.",
            { GoesOn: true } when (rule.FourEyes || gate.Kind == GateKind.Override) && gate.AskedBy == caller.Who => "You asked for it; somebody else has to answer.",
            { GoesOn: true } when rule.FourEyes && deployment.CreatedBy == caller.Who => "You made this deployment; somebody else has to answer.",
            { GoesOn: true } when rule.FourEyes && deployment.PlanEditors.Contains(caller.Who) => "You changed the plan; somebody else has to answer.",
            { GoesOn: true } when rule.ExcludeAuthor && release?.By == caller.Who => "You registered this release; somebody else has to answer.",
            { IsOfThePlan: true } when SecondPerson.AsksBeside(deployment, place) && (gate.AskedBy ?? deployment.CreatedBy) == caller.Who =>
                "A check fails, and going on against it takes somebody else than who asked.",
            _ when gate.Votes.Any(vote => vote.By == caller.Who) => "You have approved already.",
            _ when gate.Delegates.Contains(caller.Who.Name) => null,
            _ when rule.Groups.Count > 0 && !rule.Groups.Any(group => caller.Groups.Contains(group)) =>
                $"Only members of {string.Join(" or ", rule.Groups)} have a say here.",
            _ => null,
        };
    }
}
