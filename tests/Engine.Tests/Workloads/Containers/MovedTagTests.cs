using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>A release is one image, whatever its tag comes to mean.</summary>
[Collection(nameof(PrivateRegistry))]
public sealed class MovedTagTests(Podman podman) : IAsyncLifetime
{
    private readonly string _name = "registry.example/m" + Guid.NewGuid().ToString("N")[..8] + ":1";
    private ContainerHost _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Release Moving => Releases.Of(1, new ReleaseSpec { Image = _name, Readiness = new("/health", TimeSpan.FromSeconds(30)), Container = new() { Pull = PullPolicy.Never } });

    public async ValueTask InitializeAsync() => _host = await ContainerHost.StartAsync(podman);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_instance_that_comes_later_runs_what_the_first_one_runs()
    {
        await MakeAsync("one");
        var first = await _host.StartedAsync(Moving, InstanceState.Ready);
        await MakeAsync("two");
        var two = Moving with { Spec = Moving.Spec with { Replicas = 2 } };
        await _host.StartAsync(two);

        var both = await Eventually.Get(() => _host.InspectAsync(two), seen => seen.Count == 2 && seen.All(one => one.State == InstanceState.Ready), "both are ready");
        Assert.All(both, one => Assert.Equal(first.Digest, one.Digest));
        Assert.NotEqual(first.Digest, await podman.DoAsync("image", "inspect", "--format", "{{.Digest}}", _name));
    }

    [Fact]
    public async Task What_its_tag_stood_for_is_told_once_and_is_run_when_nothing_of_it_is_left()
    {
        await MakeAsync("one");
        var first = await _host.StartedAsync(Moving, InstanceState.Ready);
        await _host.StartAsync(Moving);
        await _host.StartAsync(Moving);
        var told = await ToldAsync();
        Assert.Equal((first.Digest, await podman.DoAsync("image", "inspect", "--format", "{{.Id}}", _name)), (told.Digest, told.Id));

        await _host.StopAsync(first.Id, TimeSpan.Zero);
        await MakeAsync("two");
        var again = await _host.StartedAsync(Moving with { Resolved = told }, InstanceState.Ready);

        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal(first.Digest, again.Digest);
        Assert.True(await _host.Runtime.HasImageAsync(Moving with { Resolved = told }, Ct));
    }

    [Fact]
    public async Task Where_it_is_gone_another_image_is_not_run_in_its_place()
    {
        await MakeAsync("two");
        var gone = Moving with { Resolved = new(new string('a', 64), "sha256:" + new string('b', 64)) };

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => _host.StartAsync(gone));

        Assert.False(refused.IsTransient);
        Assert.Contains($"for which {_name} stood when it was first started", refused.Message, StringComparison.Ordinal);
        Assert.Contains("its pull policy is never", refused.Message, StringComparison.Ordinal);
        Assert.Contains(gone.Resolved.Digest!, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await _host.ContainersAsync());
        Assert.False(await _host.Runtime.HasImageAsync(gone, Ct));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_gone_from_the_engine_is_fetched_by_what_the_tag_stood_for(bool isUntagged)
    {
        await using var registry = await PrivateRegistry.StartAsync(podman);
        await using var host = ContainerHost.On(await podman.StartedAsync(), await registry.LoginAsync());
        var release = Releases.Of(1, new ReleaseSpec { Image = registry.Image, Readiness = new("/health", TimeSpan.FromSeconds(30)) });
        var first = await ReadyAsync(host, release);
        await host.StartAsync(release);
        var told = await ToldAsync(host);
        await host.StopAsync(first.Id, TimeSpan.Zero);
        await podman.DoAsync("rmi", "--force", registry.Image);
        if (isUntagged)
        {
            registry.Untag(1);
        }
        else
        {
            registry.Move(1);
        }

        var again = await ReadyAsync(host, release with { Resolved = told });

        Assert.Equal(first.Digest, again.Digest);
        Assert.Empty(await podman.DoAsync("image", "ls", "--quiet", "--filter", "reference=" + registry.Image));
    }

    [Fact]
    public async Task Where_no_registry_is_known_to_have_it_nothing_is_fetched_in_its_place()
    {
        await using var registry = await PrivateRegistry.StartAsync(podman);
        await using var host = ContainerHost.On(await podman.StartedAsync(), await registry.LoginAsync());
        var release = Releases.Of(1, new ReleaseSpec { Image = registry.Image }) with { Resolved = new(new string('a', 64), Digest: null) };

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => host.StartAsync(release));

        Assert.False(refused.IsTransient);
        Assert.Contains("no registry that it could be fetched from was known to have it. Another image is another release: add one.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await host.ContainersAsync());
    }

    /// <summary>From now on the name stands for this image.</summary>
    private async Task MakeAsync(string label)
    {
        var made = await podman.DoAsync("create", Podman.Shop);
        await podman.DoAsync("commit", "--change", $"LABEL label={label}", made, _name);
        await podman.DoAsync("rm", made);
    }

    private async Task<ResolvedImage> ToldAsync(ContainerHost? host = null)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        late.CancelAfter(TimeSpan.FromSeconds(20));
        await using var told = (host ?? _host).Fetched.ReadResolvedAsync(late.Token).GetAsyncEnumerator(late.Token);
        Assert.True(await told.MoveNextAsync());
        return told.Current.Image;
    }

    /// <summary>As the controller does: asked for again until it is there.</summary>
    private static async Task<Instance> ReadyAsync(ContainerHost host, Release release) => (await Eventually.Get(
        async () =>
        {
            await host.StartAsync(release);
            return await host.InspectAsync(release);
        },
        seen => seen is [{ State: InstanceState.Ready }],
        "it is ready"))[0];
}
