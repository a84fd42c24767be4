using Sluice.Benchmarks.Gateway;
using Sluice.Benchmarks.Store;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return args switch
{
    ["gateway", .. var rest] => await GatewayBenchmark.RunAsync(rest, stop.Token),
    ["store", .. var rest] => await StoreBenchmark.RunAsync(rest, stop.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine("""
        Benchmarks:
          gateway [--quick]   the gateway against bare YARP and HAProxy
          store [--quick]     the event store against plain statements over the same connection
        """);
    return 2;
}
