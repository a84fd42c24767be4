using Microsoft.Extensions.Hosting;

namespace Sluice.Engine.Store;

/// <summary>Runs every registered subscription for as long as the product runs.</summary>
internal sealed class SubscriptionService(IEnumerable<Subscription> subscriptions) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(subscriptions.Select(subscription => subscription.RunAsync(stoppingToken)));
}
