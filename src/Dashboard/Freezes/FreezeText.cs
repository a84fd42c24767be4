using System.Globalization;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Freezes;

namespace Sluice.Dashboard.Freezes;

/// <summary>What a freeze is about, for people.</summary>
public sealed class FreezeText(IStringLocalizer<Texts> texts)
{
    public string ScopeOf(FreezeSpec spec) => Scope(spec.Service?.Value, spec.Environment?.Value);

    public string ScopeOf(FreezeRequest request) => Scope(request.Service?.Value, request.Environment?.Value);

    public string TimesOf(Freeze freeze, DateTimeOffset now) => (freeze.Spec.Weekly, freeze.NowOrNext(now)) switch
    {
        (null, _) => Span(freeze.Spec.From, freeze.Spec.Until),
        ({ } week, null) => Week(week),
        ({ } week, { } span) => texts["Freeze.WeekAndNext", Week(week), Span(span.From, span.Until)],
    };

    public string TimesOf(FreezeRequest request) => request.Weekly is { } week ? Week(week) : request.From is { } from ? Span(from, request.Until)
        : request.Until is { } until ? texts["Freeze.FromNow", Times.Full(until)] : texts["Freeze.FromNowOn"];

    public string PeopleOf(Freeze freeze) => freeze.Lift is { } lift
        ? texts[lift.Reason is null ? "Freeze.LiftedBy" : "Freeze.LiftedByWhy", freeze.By, Times.Full(freeze.DeclaredAt), lift.By, Times.Full(lift.At), lift.Reason ?? ""]
        : texts["Freeze.DeclaredBy", freeze.By, Times.Full(freeze.DeclaredAt)];

    private string Scope(string? service, string? environment) => (service, environment) switch
    {
        (null, null) => texts["Freeze.Everything"],
        (null, { } place) => texts["Freeze.PlaceOfAll", place],
        ({ } name, null) => name,
        var (name, place) => $"{name}/{place}",
    };

    private string Span(DateTimeOffset from, DateTimeOffset? until) => until is { } end
        ? texts["Freeze.Span", Times.Full(from), Times.Full(end)]
        : texts["Freeze.SpanOpen", Times.Full(from)];

    private string Week(WeeklyWindow week) => texts["Freeze.Week", Day(week.FromDay), Clock(week.FromTime), Day(week.UntilDay), Clock(week.UntilTime), week.TimeZone];

    private static string Day(DayOfWeek day) => CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName(day);

    private static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
