using System.Diagnostics;
using Sluice.Domain.Services;
using static Sluice.Domain.Freezes.FreezeEvent;

namespace Sluice.Domain.Freezes;

/// <summary>All freezes of a tenant, and whether its engine is paused: a fold of its one stream.</summary>
/// <param name="Freezes">In the order of their declaration.</param>
/// <param name="Last">The number of the newest.</param>
public sealed record FreezeBook(ValueList<Freeze> Freezes, int Last)
{
    public const string Stream = "freeze-book";

    /// <summary>Freezes that are not over, at most.</summary>
    public const int MostAhead = 200;

    /// <summary>Those that are over are kept to be read, the newest ones; the events keep them all.</summary>
    internal const int MostPast = 200;

    /// <summary>Windows that follow each other without a gap are followed so far; beyond it the end counts as unknown.</summary>
    private const int MostLinks = 60;

    public static FreezeBook Empty { get; } = new([], 0);

    /// <summary>Null while the engine works, as it should.</summary>
    public EnginePause? EnginePause { get; init; }

    public static FreezeBook Fold(IEnumerable<FreezeEvent> events) => events.Aggregate(Empty, Evolve);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static FreezeBook Evolve(FreezeBook state, FreezeEvent @event) => @event switch
    {
        FreezeDeclared e => state with { Freezes = state.WithoutOldest(e.Origin.At).Add(new Freeze(e.Freeze, e.Origin.By, e.Origin.At)), Last = state.Last + 1 },
        EnginePaused e => state with { EnginePause = new(e.Origin.By, e.Origin.At, e.Origin.Reason ?? string.Empty) },
        EngineResumed => state with { EnginePause = null },
        FreezeLifted e => state with { Freezes = state.Freezes.Select(freeze => freeze.Spec.Id == e.Id ? Lifted(freeze, e) : freeze).ToValueList() },
        _ => throw new UnreachableException($"{@event.GetType().Name} is not known here."),
    };

    public Freeze? Find(FreezeId id) => Freezes.FirstOrDefault(freeze => freeze.Spec.Id == id);

    /// <summary>Those that are in force or will be.</summary>
    public int Ahead(DateTimeOffset now) => Freezes.Count(freeze => freeze.NowOrNext(now) is not null);

    /// <summary>What holds deployments at a place; null when nothing does.</summary>
    public FreezeNotice? At(ServiceName service, EnvironmentName environment, DateTimeOffset now) =>
        Freezes.Count == 0 ? null : Notice(Freezes.Where(freeze => freeze.Lift is null && freeze.Spec.Covers(service, environment)).ToList(), now);

    /// <summary>What holds every deployment of the tenant; null when nothing does.</summary>
    public FreezeNotice? OfAll(DateTimeOffset now) => Freezes.Count == 0 ? null : Notice(Freezes.Where(freeze => freeze.Lift is null && freeze.Spec.IsForAll).ToList(), now);

    /// <summary>When time alone puts a freeze in force or ends one; null when it never will.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now)
    {
        var changes = Freezes.Select(freeze => freeze.NowOrNext(now)).OfType<FreezeSpan>().Select(span => span.From > now ? span.From : span.Until).OfType<DateTimeOffset>().ToList();
        return changes.Count > 0 ? changes.Min() : null;
    }

    /// <summary>The one that lasts longest speaks for all.</summary>
    private static FreezeNotice? Notice(List<Freeze> freezes, DateTimeOffset now) =>
        Longest(freezes, now) is var (freeze, until) ? new(freeze.Spec.Id, freeze.Spec.Reason, freeze.By, FreeAt(freezes, until)) : null;

    private static (Freeze Freeze, DateTimeOffset? Until)? Longest(List<Freeze> freezes, DateTimeOffset now)
    {
        (Freeze Freeze, DateTimeOffset? Until)? longest = null;
        foreach (var freeze in freezes)
        {
            if (freeze.InForce(now) is { } span && (longest is not { } known || (known.Until is { } end && !span.EndsBy(end))))
            {
                longest = (freeze, span.Until);
            }
        }

        return longest;
    }

    private static DateTimeOffset? FreeAt(List<Freeze> freezes, DateTimeOffset? end)
    {
        for (var i = 0; i < MostLinks && end is { } instant; i++)
        {
            if (Longest(freezes, instant) is not { } next)
            {
                return end;
            }

            end = next.Until;
        }

        return null;
    }

    private ValueList<Freeze> WithoutOldest(DateTimeOffset now)
    {
        if (Freezes.Count < MostPast)
        {
            return Freezes;
        }

        var past = Freezes.Where(freeze => freeze.NowOrNext(now) is null).ToList();
        var gone = past.Take(past.Count - MostPast + 1).ToHashSet(ReferenceEqualityComparer.Instance);
        return Freezes.Where(freeze => !gone.Contains(freeze)).ToValueList();
    }

    private static Freeze Lifted(Freeze freeze, FreezeLifted e) => freeze with { Lift = new(e.Origin.By, e.Origin.At, e.Origin.Reason) };
}
