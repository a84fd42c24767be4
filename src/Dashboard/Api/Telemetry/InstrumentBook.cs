using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>
/// Keeps what the engine's own instruments measure: every instrument of the meter <c>Sluice</c>, without its tags.
/// Counters add up, gauges keep the last value, histograms count by bounds in seconds.
/// </summary>
internal sealed class InstrumentBook : IDisposable
{
    public const string Meter = "Sluice";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, Entry> _entries = [];

    public InstrumentBook()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Meter)
            {
                _entries.TryAdd(instrument, new Entry());
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Measured(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Measured(instrument, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Measured(instrument, value));
        _listener.Start();
    }

    public void WriteTo(PrometheusText text)
    {
        _listener.RecordObservableInstruments();
        foreach (var (instrument, entry) in _entries.OrderBy(entry => entry.Key.Name, StringComparer.Ordinal))
        {
            var help = instrument.Description ?? instrument.Name;
            if (IsHistogram(instrument))
            {
                text.Family(instrument.Name, "histogram", help).Histogram(instrument.Name, entry.Counts.Read());
            }
            else
            {
                text.Single(instrument.Name, IsCounter(instrument) ? "counter" : "gauge", help, entry.Value);
            }
        }
    }

    /// <summary>What a histogram of seconds has counted; null before anything was measured.</summary>
    public HistogramCounts? CountsOf(string histogram) => _entries.FirstOrDefault(entry => entry.Key.Name == histogram).Value?.Counts.Read();

    public void Dispose() => _listener.Dispose();

    private void Measured(Instrument instrument, double value)
    {
        if (!_entries.TryGetValue(instrument, out var entry))
        {
            return;
        }

        if (IsHistogram(instrument))
        {
            entry.Counts.Add(value);
        }
        else
        {
            entry.Set(value, adds: instrument is Counter<long> or Counter<double> or Counter<int> or UpDownCounter<long> or UpDownCounter<int>);
        }
    }

    private static bool IsHistogram(Instrument instrument) => instrument is Histogram<double> or Histogram<long> or Histogram<int>;

    private static bool IsCounter(Instrument instrument) =>
        instrument is Counter<long> or Counter<double> or Counter<int> or ObservableCounter<long> or ObservableCounter<double> or ObservableCounter<int>;

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private double _value;

        public Histogram Counts { get; } = new(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

        public double Value
        {
            get
            {
                lock (_lock)
                {
                    return _value;
                }
            }
        }

        public void Set(double value, bool adds)
        {
            lock (_lock)
            {
                _value = adds ? _value + value : value;
            }
        }
    }
}
