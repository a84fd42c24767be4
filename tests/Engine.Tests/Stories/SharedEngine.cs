using Sluice.Engine.Tests.Store;

[assembly: AssemblyFixture(typeof(Sluice.Engine.Tests.Stories.SharedEngine))]

namespace Sluice.Engine.Tests.Stories;

/// <summary>One engine for all stories that take good care of it: many services at once are its daily life. Started when the first story asks.</summary>
public sealed class SharedEngine : IAsyncDisposable
{
    // A server of its own: fixtures of an assembly end in no order that one could rely on.
    private readonly PostgresFixture _postgres = new();
    private readonly SemaphoreSlim _starting = new(1, 1);
    private EngineHost? _engine;

    internal async Task<EngineHost> StartedAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _engine ??= await EngineHost.StartSharedAsync(_postgres);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_engine is { IsRunning: true })
            {
                await SameFoldAttribute.RequireAllToldAsync(_engine);
            }
        }
        finally
        {
            if (_engine is not null)
            {
                await _engine.DisposeAsync();
            }

            await _postgres.DisposeAsync();
            _starting.Dispose();
        }
    }
}
