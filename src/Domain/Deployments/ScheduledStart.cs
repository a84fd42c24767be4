using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Deployments;

/// <summary>Deployments that start at a time which somebody named. Pure.</summary>
public static class ScheduledStart
{
    /// <summary>Longer ahead than this is more likely a slip of the pen.</summary>
    public static TimeSpan Farthest { get; } = TimeSpan.FromDays(90);

    /// <summary>A time that has passed would start at once what was meant for another day: it is refused.</summary>
    public static ValueList<FieldError> Check(DeploymentRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.StartAt is { } at && (at <= now || at > now + Farthest)
            ? [new("start_at", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), $"a time within the next {Farthest.Days} days")]
            : [];
    }

    /// <summary>What a decision becomes when the time that it names is wrong.</summary>
    public static Decision Checked(Decision decision, DeploymentRequest request, DateTimeOffset now) => (decision, Check(request, now)) switch
    {
        (_, []) => decision,
        (Decision.Refused { Refusal: Refusal.Invalid invalid }, var errors) => Decision.Refuse(new Refusal.Invalid([.. invalid.Errors, .. errors])),
        (_, var errors) => Decision.Refuse(new Refusal.Invalid(errors)),
    };

    /// <summary>Its time has come: it takes the place if that is free, and else its turn in the queue.</summary>
    internal static Decision Due(ServiceEnvironment place, Deployment state, DateTimeOffset now)
    {
        if (now < state.Spec.StartAt)
        {
            return Decision.Ignore("its time has not come");
        }

        var (holder, freeze) = (place.InTheWayOf(state.Spec.Kind), Legality.Freeze(state.Spec, place)?.Sentence);
        return holder is null && freeze is null
            ? DeploymentDecider.Take(state)
            : new Decision.Accepted([new DeploymentQueued(holder) { Freeze = freeze }], [new ServiceEvent.PlaceQueued(state.Spec.Environment, state.Id)]);
    }
}
