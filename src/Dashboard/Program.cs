using Sluice.Dashboard;

await using var host = new DashboardHost(args);
return await host.RunAsync();
