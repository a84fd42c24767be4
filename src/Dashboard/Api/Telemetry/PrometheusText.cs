using System.Globalization;
using System.Text;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>Writes the Prometheus text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).</summary>
internal sealed class PrometheusText
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public PrometheusText Family(string name, string type, string help)
    {
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)}\n");
        _text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
        return this;
    }

    public PrometheusText Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(Number(value)).Append('\n');
        return this;
    }

    /// <summary>A family with one sample.</summary>
    public PrometheusText Single(string name, string type, string help, double value) => Family(name, type, help).Sample(name, value);

    public PrometheusText Histogram(string name, HistogramCounts counts, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var all = new (string Name, string Value)[labels.Length + 1];
        labels.CopyTo(all);
        long below = 0;
        for (var i = 0; i < counts.Buckets.Count; i++)
        {
            below += counts.Buckets[i];
            all[^1] = ("le", i < counts.Bounds.Count ? Number(counts.Bounds[i]) : "+Inf");
            Sample(name + "_bucket", below, all);
        }

        return Sample(name + "_sum", counts.Sum, labels).Sample(name + "_count", below, labels);
    }

    public override string ToString() => _text.ToString();

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string value) => value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
}
