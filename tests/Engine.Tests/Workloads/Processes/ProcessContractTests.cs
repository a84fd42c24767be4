using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class ProcessContractTests : WorkloadRuntimeContract, IDisposable
{
    private readonly ProcessHost _host = new();

    internal override IWorkloadRuntime Runtime => _host.Runtime;

    protected override PlaceKey Place => _host.Place;

    protected override EnvironmentSpec Environment => _host.Environment;

    public void Dispose() => _host.Dispose();

    protected override Release Good(int number, int replicas) => Releases.Serving(number, replicas);

    protected override Release Foreign(int number) => Releases.Endpoints(number, "http://127.0.0.1:9");
}
