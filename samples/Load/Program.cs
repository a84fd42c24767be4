using System.Runtime.InteropServices;
using Sluice.Load;

if (args.Contains("--help", StringComparer.Ordinal))
{
    Console.WriteLine(LoadOptions.Help);
    return 0;
}

var (options, mistakes) = LoadOptions.Read(args);
if (mistakes.Count > 0)
{
    foreach (var mistake in mistakes)
    {
        await Console.Error.WriteLineAsync(mistake);
    }

    return 2;
}

using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

if (options.WhileInput)
{
    _ = FollowInputAsync();
}

using var shoppers = new Shoppers(options, TimeProvider.System);
Console.WriteLine($"Load {options.Rate}/s on {options.Url}{(options.Host is null ? "" : $" as {options.Host}")}, seed {options.Seed}");
var total = await new LoadRun(options, shoppers, TimeProvider.System, Console.Out).RunAsync(stop.Token);
Console.WriteLine($"Total: {total}");
return 0;

async Task FollowInputAsync()
{
    await Console.OpenStandardInput().CopyToAsync(Stream.Null);
    await stop.CancelAsync();
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;   // the summary is still to come
    stop.Cancel();
}
