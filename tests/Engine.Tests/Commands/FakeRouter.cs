using Sluice.Domain.Services;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Tests.Commands;

/// <summary>A router that is only asked what it can do.</summary>
internal sealed class FakeRouter : ITrafficRouter
{
    /// <summary>Null: it cannot be asked.</summary>
    public bool? KnowsUsers { get; set; } = true;

    public bool? KnowsPauses { get; set; } = true;

    /// <summary>Null: it cannot be asked.</summary>
    public bool? KnowsMirroring { get; set; } = true;

    public RouterKind Kind => RouterKind.Gateway;

    public Task<bool?> KnowsPausesAsync(CancellationToken ct) => Task.FromResult(KnowsPauses);

    public Task<bool?> KnowsUsersAsync(CancellationToken ct) => Task.FromResult(KnowsUsers);

    public Task<bool?> KnowsMirroringAsync(CancellationToken ct) => Task.FromResult(KnowsMirroring);

    public Task ApplyAsync(RouteSpec desired, CancellationToken ct) => throw new NotSupportedException();

    public Task<RouteReading?> ReadAsync(PlaceKey place, CancellationToken ct) => throw new NotSupportedException();

    public Task ReleaseAsync(PlaceKey place, CancellationToken ct) => throw new NotSupportedException();
}
