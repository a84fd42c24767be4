using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Runs nothing and has written what a test says.</summary>
internal sealed class FakeRuntime(params IReadOnlyList<string> lines) : IWorkloadRuntime
{
    public RuntimeKind Kind { get; init; } = RuntimeKind.Process;

    public Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Instance>>([]);

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, IReadOnlyCollection<int> slots, CancellationToken ct) => Task.CompletedTask;

    public Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int count, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([.. lines.TakeLast(count)]);
}
