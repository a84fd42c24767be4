namespace Sluice.Dashboard.Tests.Api;

/// <summary>One host for tests that leave it as it was.</summary>
public sealed class CanaryFixture : IAsyncLifetime
{
    internal ApiHost Api { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Api = await ApiHost.WithCanaryAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
