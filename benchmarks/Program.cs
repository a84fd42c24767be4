using Sluice.Benchmarks;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

if (args is [var name, .. var rest] && Benchmark.All.FirstOrDefault(benchmark => benchmark.Name == name) is { } chosen)
{
    return await chosen.RunAsync(rest, stop.Token);
}

Console.WriteLine("Usage: ./bench NAME [--quick]");
foreach (var benchmark in Benchmark.All)
{
    Console.WriteLine($"  {benchmark.Name,-14} {benchmark.What}");
}

// A wrong name is a mistake; no name asks for the list.
return args.Length == 0 ? 0 : 2;
