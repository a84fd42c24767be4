namespace Sluice.Engine.Workloads.Containers;

/// <summary>Bounds what an engine is asked for at once. Asked for fifty containers together it is done with none of them in time, and each of the fifty asks again.</summary>
internal sealed class EngineTurns(TimeProvider time) : IDisposable
{
    /// <summary>An engine answers questions at once unless it is gone, and then nobody is to wait long behind others.</summary>
    private readonly (SemaphoreSlim Turns, TimeSpan Patience) _questions = (new(8), TimeSpan.FromSeconds(10));

    /// <summary>To make and start a container takes the machine's processors for a while. Who waits steers no traffic meanwhile, so it waits for a moment and comes again with its next look.</summary>
    private readonly (SemaphoreSlim Turns, TimeSpan Patience) _changes = (new(4), TimeSpan.FromSeconds(2));

    /// <exception cref="RuntimeException">Transient: the turn did not come in time.</exception>
    public async Task<T> TakeAsync<T>(HttpMethod method, Func<Task<T>> ask, CancellationToken ct)
    {
        var (turns, patience) = method == HttpMethod.Get ? _questions : _changes;
        await WaitAsync(turns, patience, ct);
        try
        {
            return await ask();
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose()
    {
        _questions.Turns.Dispose();
        _changes.Turns.Dispose();
    }

    private async Task WaitAsync(SemaphoreSlim turns, TimeSpan patience, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            await turns.WaitAsync(either.Token);
        }
        catch (OperationCanceledException ex) when (!ct.IsCancellationRequested)
        {
            throw new RuntimeException("The container engine is busy with other containers; this is tried again.", isTransient: true, ex) { IsPutOff = true };
        }
    }
}
