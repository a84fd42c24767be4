using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Health;

namespace Sluice.Engine.Workloads.External;

/// <summary>
/// Endpoints that someone else runs. Starting and stopping change nothing out there: a stopped endpoint is only left out of inspections
/// until its release is started again, so that callers see what they asked for.
/// </summary>
internal sealed class ExternalRuntime(ReadinessProbe probe, TimeProvider time) : IWorkloadRuntime
{
    private readonly ConcurrentDictionary<PlaceKey, ConcurrentDictionary<string, Endpoint>> _places = new();
    private readonly HealthSchedule _health = new(probe, time);

    public RuntimeKind Kind => RuntimeKind.External;

    public async Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct)
    {
        var known = Of(place);
        var asked = new Dictionary<(string Address, Readiness Readiness), Task<HealthAnswer>>();
        var looks = new List<Task<Instance>>();
        foreach (var (release, spec) in releases.OrderBy(r => r.Key))
        {
            for (var slot = 0; slot < (spec.Endpoints?.Count ?? 0); slot++)
            {
                var endpoint = known.GetOrAdd(IdOf(place, release, slot), _ => new Endpoint(time.GetUtcNow()));
                if (endpoint.IsStopped)
                {
                    continue;
                }

                // Two releases may name the same endpoint.
                var address = spec.Endpoints![slot];
                if (!asked.TryGetValue((address, spec.Readiness), out var answer))
                {
                    answer = _health.AskAsync(new(FormattableString.Invariant($"{place.Tenant}/{IdOf(place, release, slot)}"), new(address), spec.Readiness, endpoint.Since, endpoint.WasReady), ct);
                    asked.Add((address, spec.Readiness), answer);
                }

                looks.Add(LookAsync(place, release, slot, address, spec.Readiness, answer));
            }
        }

        return await Task.WhenAll(looks);
    }

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, IReadOnlyCollection<int> slots, CancellationToken ct)
    {
        if (release.Spec.Endpoints is not { Count: > 0 } endpoints)
        {
            throw new RuntimeException($"Release {release.Number} of {place} names no endpoints.", isTransient: false);
        }

        for (var slot = 0; slot < endpoints.Count; slot++)
        {
            Of(place).AddOrUpdate(
                IdOf(place, release.Number, slot),
                _ => new Endpoint(time.GetUtcNow()),
                (_, endpoint) => endpoint.IsStopped ? new Endpoint(time.GetUtcNow()) : endpoint);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct)
    {
        if (Of(place).TryGetValue(instance, out var endpoint))
        {
            Of(place)[instance] = endpoint with { IsStopped = true };
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int lines, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    private async Task<Instance> LookAsync(PlaceKey place, int release, int slot, string address, Readiness readiness, Task<HealthAnswer> asked)
    {
        var id = IdOf(place, release, slot);
        var answer = await asked;
        var problem = answer.Problem;
        var endpoint = Of(place)[id];
        if (problem is null && !endpoint.WasReady)
        {
            Of(place).TryUpdate(id, endpoint with { WasReady = true }, endpoint);
        }

        var state = problem switch
        {
            null => InstanceState.Ready,
            _ when endpoint.WasReady => InstanceState.Unready,
            _ when time.GetUtcNow() - endpoint.Since < readiness.Timeout && !answer.GivesUp => InstanceState.Starting,
            _ => InstanceState.Failed,
        };
        return new(id, release, slot, address, state, endpoint.Since) { Problem = problem, Degraded = answer.Degraded, WasReady = problem is null || endpoint.WasReady };
    }

    private ConcurrentDictionary<string, Endpoint> Of(PlaceKey place) => _places.GetOrAdd(place, _ => new(StringComparer.Ordinal));

    private static string IdOf(PlaceKey place, int release, int slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.Service}-{place.Environment}-r{release}-{slot}");

    /// <param name="Since">When we first heard of it: nobody tells us when it was started.</param>
    private sealed record Endpoint(DateTimeOffset Since)
    {
        public bool WasReady { get; init; }

        public bool IsStopped { get; init; }
    }
}
