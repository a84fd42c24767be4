namespace Sluice.Shop;

/// <summary>Holds the faults of this process; anyone may change them while it runs.</summary>
internal sealed partial class FaultSwitch(ShopOptions options, ILogger<FaultSwitch> logger)
{
    private readonly Lock _changing = new();
    private volatile Faults _current = options.Faults;

    public Faults Current => _current;

    /// <returns>The mistakes by field name; with any, nothing was changed.</returns>
    public Dictionary<string, string> Change(IEnumerable<KeyValuePair<string, string>> values)
    {
        lock (_changing)
        {
            var (changed, mistakes) = _current.With(values);
            if (mistakes.Count == 0)
            {
                _current = changed;
                Log.Changed(logger, changed);
            }

            return mistakes;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Information, "{Faults}")]
        public static partial void Changed(ILogger logger, Faults faults);
    }
}
