namespace Sluice.Load;

/// <summary>What load to make, read from the command line.</summary>
/// <param name="Rate">Requests that start per second, on average.</param>
/// <param name="Duration">How long requests start; null: until told to stop.</param>
/// <param name="Host">Sent as the Host header instead of the host in <paramref name="Url"/>.</param>
/// <param name="Report">Time between two lines; zero: none.</param>
/// <param name="Concurrency">With so many requests open, a new arrival is dropped and counted.</param>
/// <param name="Timeout">A request without an answer for so long is an error.</param>
/// <param name="Seed">The same seed gives the same arrivals.</param>
/// <param name="WhileInput">Stop when standard input ends, that is when whoever started us is gone.</param>
internal sealed record LoadOptions(
    Uri Url, double Rate, TimeSpan? Duration, string? Host, ShopperMix Mix, TimeSpan Report, int Concurrency, TimeSpan Timeout, int Seed, bool WhileInput)
{
    public const string Help = """
        Sends requests at a rate of its own, whether or not the last ones were answered.

          --url URL          where to send them (http://127.0.0.1:5080)
          --rate NUMBER      requests per second (40)
          --duration TIME    stop after this time, such as 30s or 1h30m (never)
          --host NAME        the Host header (that of the URL)
          --mix LIST         paths with weights, such as /=3,/products/{id}=2,POST:/checkout=1 (a shopper's)
          --report TIME      time between two lines, 0 for none (10s)
          --concurrency N    open requests at most, more are dropped and counted (256)
          --timeout TIME     wait this long for an answer (10s)
          --seed NUMBER      repeat the arrivals of an earlier run (random)
          --while input      stop when standard input ends (go on)
        """;

    /// <summary>Reads <c>--name value</c> and <c>--name=value</c>. With mistakes, the options are not to be used.</summary>
    public static (LoadOptions Options, IReadOnlyList<string> Mistakes) Read(IReadOnlyList<string> args)
    {
        var line = new OptionLine(args);
        var options = new LoadOptions(
            line.Take("url", "an address like http://127.0.0.1:5080", Values.Address) ?? new Uri("http://127.0.0.1:5080"),
            line.Take("rate", "a number above 0 and at most 10000", text => Values.Number(text, above: 0, most: 10_000)) ?? 40,
            line.Take("duration", "a time above zero like 30s or 1h30m", Values.TimeAboveZero),
            line.Take("host", "a host name like shop.example", Values.Host),
            line.Take("mix", "a list like /=3,/products/{id}=2,POST:/checkout=1", ShopperMix.Parse) ?? ShopperMix.Usual,
            line.Take("report", "a time like 10s, or 0 for no lines", Values.Time) ?? TimeSpan.FromSeconds(10),
            line.Take("concurrency", "a whole number from 1 to 10000", text => Values.Whole(text, least: 1, most: 10_000)) ?? 256,
            line.Take("timeout", "a time above zero like 10s", Values.TimeAboveZero) ?? TimeSpan.FromSeconds(10),
            line.Take("seed", "a whole number, 0 or more", text => Values.Whole(text, least: 0, most: int.MaxValue)) ?? Random.Shared.Next(),
            line.Take("while", "input", text => text == "input" ? text : null) is not null);
        return (options, line.Mistakes());
    }
}
