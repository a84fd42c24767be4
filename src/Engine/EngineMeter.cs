using System.Diagnostics.Metrics;

namespace Sluice.Engine;

/// <summary>What the engine measures of itself. Whoever listens to the meter <c>Sluice</c> gets all of it.</summary>
internal static class EngineMeter
{
    private static readonly Meter s_meter = new("Sluice");

    public static Histogram<double> AppendSeconds { get; } =
        s_meter.CreateHistogram<double>("sluice_event_append_seconds", "s", "Time to store the events of one command.");
}
