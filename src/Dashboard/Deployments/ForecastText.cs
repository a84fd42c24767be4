using System.Globalization;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Deployments;

/// <summary>What is missing and how long that takes, as a range: good for "minutes or hours", not for a countdown.</summary>
internal static class ForecastText
{
    private const long DaysOfSeconds = 400L * 86_400;

    public static string Of(IStringLocalizer<Texts> texts, EvidenceForecast forecast) => forecast switch
    {
        { Requests: null } => texts["Forecast.Never"],
        { Requests: { } more, Takes: { } takes } => texts[
            "Forecast.Range", Rounded(more), Rough(texts, takes.Least), Rough(texts, takes.Most),
            texts[$"Leads.{forecast.LeadsTo}"]],
        { Requests: { } more } => texts["Forecast.NoTraffic", Rounded(more), texts[$"Leads.{forecast.LeadsTo}"]],
    };

    /// <summary>Two significant digits.</summary>
    private static string Rounded(long requests)
    {
        var unit = 1L;
        while (requests / unit >= 100)
        {
            unit *= 10;
        }

        return ((requests + (unit / 2)) / unit * unit).ToString("N0", CultureInfo.CurrentCulture);
    }

    /// <summary>No more exact than such a number is.</summary>
    public static string Rough(IStringLocalizer<Texts> texts, TimeSpan length) => length.TotalSeconds switch
    {
        < 90 => texts["Rough.Seconds", Math.Max(1, Math.Round(length.TotalSeconds))],
        < 90 * 60 => texts["Rough.Minutes", Math.Round(length.TotalMinutes)],
        < 48 * 3600 => texts["Rough.Hours", Math.Round(length.TotalHours)],
        < DaysOfSeconds => texts["Rough.Days", Math.Round(length.TotalDays)],
        _ => texts["Rough.Never"],
    };
}
