using Sluice.Benchmarks.Store;

using var end = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    end.Cancel();
};

switch (args.FirstOrDefault())
{
    case "store":
        return await StoreBenchmark.RunAsync(args[1..], end.Token);
    default:
        Console.WriteLine("Benchmarks: store. Add --quick for a short run.");
        return 2;
}
