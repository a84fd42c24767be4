using Sluice.Benchmarks.Gateway;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

return args switch
{
    ["gateway", .. var rest] => await GatewayBenchmark.RunAsync(rest, stop.Token),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine("""
        Benchmarks:
          gateway [--quick]   the gateway against bare YARP and HAProxy
        """);
    return 2;
}
