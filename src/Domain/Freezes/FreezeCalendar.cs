using Sluice.Domain.Services;

namespace Sluice.Domain.Freezes;

/// <summary>A stretch in which a place is frozen, and by what.</summary>
public sealed record FrozenStretch(Freeze Freeze, FreezeSpan Span);

/// <summary>What freezes a place in the time to come. Freezes that overlap stand beside each other.</summary>
public static class FreezeCalendar
{
    /// <summary>A window of a few minutes each week and a freeze of two years must not make a book of it.</summary>
    public const int Most = 50;

    /// <param name="until">Stretches that begin later are left out.</param>
    public static ValueList<FrozenStretch> Of(FreezeBook book, ServiceName service, EnvironmentName environment, DateTimeOffset from, DateTimeOffset until) =>
        book.Freezes
            .Where(freeze => freeze.Lift is null && freeze.Spec.Covers(service, environment))
            .SelectMany(freeze => freeze.Spec.SpansAfter(from).TakeWhile(span => span.From < until).Take(Most).Select(span => new FrozenStretch(freeze, span)))
            .OrderBy(stretch => stretch.Span.From)
            .Take(Most)
            .ToValueList();
}
