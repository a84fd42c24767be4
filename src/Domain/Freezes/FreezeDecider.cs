using System.Globalization;
using Sluice.Domain.Services;
using static Sluice.Domain.Freezes.FreezeEvent;

namespace Sluice.Domain.Freezes;

/// <summary>How freezes come to be, and how they are lifted. Pure.</summary>
public static class FreezeDecider
{
    /// <summary>The id is the next number; it exists only if the decision is accepted and stored.</summary>
    public static (FreezeId Id, Decision Decision) Declare(FreezeBook state, FreezeRequest request, IReadOnlyCollection<Service> services, DateTimeOffset now)
    {
        var id = FreezeId.Of(state.Last + 1);
        if (FreezeRules.Check(request, services, now) is { Count: > 0 } errors)
        {
            return (id, Decision.Refuse(new Refusal.Invalid(errors)));
        }

        if (state.Ahead(now) >= FreezeBook.MostAhead)
        {
            return (id, Decision.Illegal(string.Create(CultureInfo.InvariantCulture, $"There are {FreezeBook.MostAhead} freezes in force or ahead; lift one first.")));
        }

        var spec = new FreezeSpec(id, request.Reason.Trim(), (request.From ?? now).ToUniversalTime(), request.Until?.ToUniversalTime())
        {
            Service = request.Service,
            Environment = request.Environment,
            Weekly = request.Weekly,
        };
        return (id, Decision.Accept(new FreezeDeclared(spec)));
    }

    /// <param name="reason">Shown on every page while the pause lasts.</param>
    public static Decision PauseEngine(FreezeBook state, string? reason) => state.EnginePause is { } pause
        ? Decision.Ignore($"It is paused already, by {pause.By}.")
        : FreezeRules.CheckReason(reason ?? string.Empty).ToValueList() is { Count: > 0 } errors ? Decision.Refuse(new Refusal.Invalid(errors)) : Decision.Accept(new EnginePaused());

    public static Decision ResumeEngine(FreezeBook state) => state.EnginePause is null ? Decision.Ignore("It is not paused.") : Decision.Accept(new EngineResumed());

    public static Decision Lift(FreezeBook state, FreezeId id, DateTimeOffset now) => state.Find(id) switch
    {
        null => Decision.Refuse(new Refusal.NotFound($"freeze {id}")),
        { Lift: { } lift } => Decision.Ignore($"It was lifted already, by {lift.By}."),
        var freeze when freeze.NowOrNext(now) is null => Decision.Ignore("It is over already."),
        _ => Decision.Accept(new FreezeLifted(id)),
    };
}
