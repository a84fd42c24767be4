using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What trying rules on stored counts says, in sentences.</summary>
internal static class BackTestText
{
    public static bool IsGood(BackTestAnswer answer) =>
        answer is { Unread: null, Recent: null or { Returned: 0, Held: 0 }, Days: null or { Returned: 0, Held: 0 } } && (answer.Recent is not null || answer.Days is { Starts: > 0 });

    /// <summary>At least one good canary would have been returned.</summary>
    public static bool Returns(BackTestAnswer answer) => answer is { Days.Returned: > 0 } or { Recent.Returned: > 0 };

    /// <summary>All that it says.</summary>
    public static IEnumerable<string> Sentences(IStringLocalizer<Texts> texts, BackTestAnswer answer, TimeSpan interval) => [.. Days(texts, answer, interval), Recent(texts, answer.Recent)];

    /// <summary>The same to be kept: without what the database says of itself, which may name its host.</summary>
    public static IEnumerable<string> Kept(IStringLocalizer<Texts> texts, BackTestAnswer answer, TimeSpan interval) =>
        answer.Unread is null ? Sentences(texts, answer, interval) : [texts["BackTest.NotRead"], Recent(texts, answer.Recent)];

    private static IEnumerable<string> Days(IStringLocalizer<Texts> texts, BackTestAnswer answer, TimeSpan interval) => answer switch
    {
        { Unread: { } why } => [texts["BackTest.Unread", why]],
        { Days: { Starts: > 0 } days } => [Counts(texts, days), .. Remarks(texts, days, interval)],
        { Days: { } days } => [texts["BackTest.NoStart", Span(texts, days)], .. Remarks(texts, days, interval)],
        _ => [texts["BackTest.NoDays"]],
    };

    private static string Recent(IStringLocalizer<Texts> texts, BackTestResult? recent) => recent switch
    {
        null => texts["BackTest.TooLittle", Times.Planned(BackTest.Least)],
        { Median: { } median } r => texts["BackTest.Result", r.Runs, Times.Length(r.Covered), r.Held, r.Returned, ForecastText.Rough(texts, median)],
        var r => texts["BackTest.MostlyHeld", r.Runs, Times.Length(r.Covered), r.Held, r.Returned],
    };

    private static string Counts(IStringLocalizer<Texts> texts, DaysBackTestResult days) => days.Median is { } median
        ? texts["BackTest.Days", days.Returned, days.Held, days.Starts, Span(texts, days), ForecastText.Rough(texts, median)]
        : texts["BackTest.DaysMostlyHeld", days.Returned, days.Held, days.Starts, Span(texts, days)];

    private static IEnumerable<string> Remarks(IStringLocalizer<Texts> texts, DaysBackTestResult days, TimeSpan interval)
    {
        if (days.Missing > TimeSpan.Zero)
        {
            yield return texts["BackTest.Gaps", ForecastText.Rough(texts, days.Missing), days.Broken];
        }

        if (days.Step > interval)
        {
            yield return texts["BackTest.Step", Times.Planned(days.Step), Times.Planned(interval)];
        }
    }

    private static string Span(IStringLocalizer<Texts> texts, DaysBackTestResult days) => ForecastText.Rough(texts, days.Covered);
}
