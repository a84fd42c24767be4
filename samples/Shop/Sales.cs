using System.Runtime.CompilerServices;

namespace Sluice.Shop;

/// <summary>Somebody bought something.</summary>
internal sealed record Sale(Product Product, DateTimeOffset At);

/// <summary>The live feed of <c>/events</c>: one sale each second.</summary>
internal static class Sales
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Ends without an error when the reader leaves or the shop closes, so that a long stream never holds up a stop.</summary>
    public static async IAsyncEnumerable<Sale> FollowAsync(
        TimeProvider time, CancellationToken closing, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(closing, ct);
        using var timer = new PeriodicTimer(Pace, time);
        do
        {
            yield return new Sale(Random.Shared.GetItems([.. Catalogue.Products], 1)[0], time.GetUtcNow());
        }
        while (await TickAsync(timer, ends.Token));
    }

    private static async Task<bool> TickAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
