using Sluice.Dashboard;
using Sluice.Dashboard.Audit;

NativeMemory.Settle();
if (args is [VerifyCommand.Name, .. var settings])
{
    return await new VerifyCommand(settings, Console.Out, Console.Error).RunAsync(CancellationToken.None);
}

await using var host = new DashboardHost(args);
return await host.RunAsync();
