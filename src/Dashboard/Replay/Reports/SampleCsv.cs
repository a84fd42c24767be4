using System.Globalization;
using System.Text;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Dashboard.Replay.Reports;

/// <summary>The intervals as RFC 4180 has them, one line each, after the hours that are left of those past their time. Numbers, instants and two words: nothing in it can run.</summary>
internal static class SampleCsv
{
    private static readonly string[] s_arms = ["stable", "canary"];
    private static readonly string[] s_columns = ["requests", "errors", "client_errors", "open", "p50_ms", "p95_ms", "p99_ms"];

    public static string Of(ReplayRecord record)
    {
        var text = new StringBuilder();
        Line(text, ["phase", "from", "to", "recorded_at", "canary_share_percent", .. s_arms.SelectMany(arm => s_columns.Select(column => $"{arm}_{column}")), "of"]);
        foreach (var (one, of) in record.HoursShown.Select(one => (one, "hour")).Concat(record.Intervals.Where(one => one.Phase != Interval.BeforeTheCanary).Select(one => (one, "interval"))))
        {
            Line(text, [Number(one.Phase + 1), Times.Iso(one.From), Times.Iso(one.To), one.RecordedAt is { } at ? Times.Iso(at) : "", Number(one.CanaryShare.Percent), .. Arm(one.Stable), .. Arm(one.Canary), of]);
        }

        return text.ToString();
    }

    private static string[] Arm(ArmWindow? arm) => arm is null
        ? [.. s_columns.Select(_ => "")]
        : [Number(arm.Requests), Number(arm.Errors), Number(arm.ClientErrors), Number(arm.Open), Number(arm.Quantile(0.5)), Number(arm.Quantile(0.95)), Number(arm.Quantile(0.99))];

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells).Append("\r\n");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";
}
