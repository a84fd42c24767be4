using Sluice.Benchmarks.Product;
using Sluice.Benchmarks.Store;

namespace Sluice.Benchmarks.Pages;

/// <summary>The product on a database that was filled before it started. What its places cost when it starts is over.</summary>
internal sealed class FilledProduct : IAsyncDisposable
{
    private readonly BenchDatabase _database;

    private FilledProduct(BenchDatabase database, RunningProduct running) => (_database, Running) = (database, running);

    public RunningProduct Running { get; }

    /// <inheritdoc cref="FleetHistory.FillAsync"/>
    public static async Task<FilledProduct> StartAsync(Endpoints endpoints, int services, int running, CancellationToken ct)
    {
        var database = await BenchDatabase.StartAsync(ct);
        try
        {
            await FleetHistory.FillAsync(database, endpoints, services, running, ct);
            var product = new FilledProduct(database, await RunningProduct.StartAsync(ct, "--ConnectionStrings:Sluice", database.ConnectionString));
            using var api = product.Running.Connect();
            await FleetView.UntilSettledAsync(api, running, ct);
            return product;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        await _database.DisposeAsync();
    }
}
