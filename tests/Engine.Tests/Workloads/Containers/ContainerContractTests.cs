using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class ContainerContractTests(Podman podman) : WorkloadRuntimeContract, IAsyncLifetime
{
    private ContainerHost _host = null!;

    internal override IWorkloadRuntime Runtime => _host.Runtime;

    protected override PlaceKey Place => _host.Place;

    protected override EnvironmentSpec Environment => _host.Environment;

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    protected override Release Good(int number, int replicas) => ContainerHost.Serving(number, replicas);

    protected override Release Foreign(int number) => Releases.Serving(number);
}
