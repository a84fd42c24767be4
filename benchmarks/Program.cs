using System.Runtime.InteropServices;
using Sluice.Benchmarks;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

// A benchmark that runs behind a script is ended this way, and takes what it started with it.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});

if (args is [var name, .. var rest] && Benchmark.All.FirstOrDefault(benchmark => benchmark.Name == name) is { } chosen)
{
    try
    {
        return await chosen.RunAsync(rest, stop.Token);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        Console.Error.WriteLine($"{name} was ended before it was done.");
        return 130;
    }
}

Console.WriteLine("Usage: ./bench NAME [--quick]");
foreach (var benchmark in Benchmark.All)
{
    Console.WriteLine($"  {benchmark.Name,-14} {benchmark.What}");
}

// A wrong name is a mistake; no name asks for the list.
return args.Length == 0 ? 0 : 2;
