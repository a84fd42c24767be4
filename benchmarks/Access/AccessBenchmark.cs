using Sluice.Benchmarks.Product;
using Sluice.Benchmarks.Store;

namespace Sluice.Benchmarks.Access;

/// <summary>What it costs to keep people out and to let them in: policy checks, passwords, a flood of wrong tokens, and the inbox of approvals.</summary>
internal static class AccessBenchmark
{
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var quick = args.Contains("--quick", StringComparer.Ordinal);
        Machine.Introduce("access", "1,000 accounts and tokens; 10,000 decided and 200 open gates on embedded PostgreSQL with default settings");
        var report = new Report();
        await PolicyCost.RunAsync(report, ct);
        SignInCost.Run();

        await using var endpoints = await Endpoints.StartAsync(ct);
        await using var database = await BenchDatabase.StartAsync(ct);
        await GateHistory.FillAsync(database, endpoints, ct);

        // It logs as it does where it is installed: a line for every wrong token would be part of the cost.
        await using var product = await RunningProduct.StartAsync(ct, "--ConnectionStrings:Sluice", database.ConnectionString, "--Logging:LogLevel:Default", "Information");
        using var api = product.Connect();
        await InboxCost.RunAsync(report, product, api, ct);
        await TokenFlood.RunAsync(report, product, quick, ct);
        return report.ExitCode;
    }
}
