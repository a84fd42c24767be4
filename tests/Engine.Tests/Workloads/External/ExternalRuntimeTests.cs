using System.Net;
using System.Net.Sockets;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.External;

namespace Sluice.Engine.Tests.Workloads.External;

public sealed class ExternalRuntimeTests : WorkloadRuntimeContract, IDisposable
{
    private readonly ReadinessProbe _probe = new(TimeProvider.System);
    private readonly ManualTimeProvider _clock = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly ExternalRuntime _runtime;

    public ExternalRuntimeTests() => _runtime = new(_probe, _clock);

    internal override IWorkloadRuntime Runtime => _runtime;

    protected override PlaceKey Place { get; } = new(TenantId.Default, new ServiceName("shop"), new EnvironmentName("production"));

    protected override EnvironmentSpec Environment { get; } =
        new(new EnvironmentName("production"), new RuntimeSpec(RuntimeKind.External), new RouterSpec(RouterKind.Gateway, null, "/"));

    [Fact]
    public async Task An_endpoint_that_goes_away_is_unready_and_comes_back_by_itself()
    {
        var release = Good(1, replicas: 1);
        await ReadyAsync(release);
        var port = ((IPEndPoint)_listeners[0].LocalEndpoint).Port;

        _listeners[0].Stop();
        var gone = Assert.Single(await InspectAsync(release));
        Listen(port);

        Assert.Equal(InstanceState.Unready, gone.State);
        Assert.Contains("nobody listens there", gone.Problem, StringComparison.Ordinal);
        await ReadyAsync(release);
    }

    [Fact]
    public async Task An_endpoint_that_never_answers_has_failed_when_its_time_is_over()
    {
        using var reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var release = Releases.Endpoints(1, $"http://{reserved.LocalEndPoint}");

        var first = Assert.Single(await InspectAsync(release));
        _clock.Advance(release.Spec.Readiness.Timeout);
        var last = Assert.Single(await InspectAsync(release));

        Assert.Equal(InstanceState.Starting, first.State);
        Assert.Equal(InstanceState.Failed, last.State);
    }

    public void Dispose()
    {
        _listeners.ForEach(listener => listener.Dispose());
        _probe.Dispose();
    }

    protected override Release Good(int number, int replicas) =>
        Releases.Endpoints(number, Enumerable.Range(0, replicas).Select(_ => $"http://127.0.0.1:{Listen(0)}").ToArray());

    protected override Release Foreign(int number) => Releases.Serving(number);

    private int Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _listeners.Add(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
