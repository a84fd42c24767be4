using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Freezes;

namespace Sluice.Dashboard.Api.Freezes;

/// <summary>From a freeze to what the wire shows of it.</summary>
internal static class FreezeViews
{
    public static FreezeView Of(Freeze freeze, DateTimeOffset now) => new(
        freeze.Spec.Id.Value,
        Words.Of(freeze.StageAt(now)),
        freeze.Spec.Reason,
        freeze.Spec.Service?.Value,
        freeze.Spec.Environment?.Value,
        freeze.Spec.From,
        freeze.Spec.Until,
        freeze.Spec.Weekly is { } week ? new(Words.Of(week.FromDay), Clock(week.FromTime), Words.Of(week.UntilDay), Clock(week.UntilTime), week.TimeZone) : null,
        freeze.NowOrNext(now) is { } span ? new(span.From, span.Until) : null,
        freeze.By.Name,
        freeze.DeclaredAt,
        freeze.Lift is { } lift ? new(lift.By.Name, lift.At, lift.Reason) : null);

    [return: NotNullIfNotNull(nameof(frozen))]
    public static FrozenView? Of(FreezeNotice? frozen) => frozen is null ? null : new(frozen.Id.Value, frozen.Reason, frozen.By.Name, frozen.Until, frozen.Sentence);

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
