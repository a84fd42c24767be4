using Sluice.Domain.Services;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>Images from a registry that asks who is there.</summary>
[Collection(nameof(PrivateRegistry))]
public sealed class PrivateRegistryTests(Podman podman) : IAsyncLifetime
{
    private PrivateRegistry _registry = null!;

    public async ValueTask InitializeAsync() => _registry = await PrivateRegistry.StartAsync(podman);

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task An_image_is_fetched_as_whom_the_settings_say_and_the_wait_says_how_far_it_is()
    {
        await using var host = ContainerHost.On(await podman.StartedAsync(), await _registry.LoginAsync());
        var gate = new TaskCompletionSource();
        _registry.Opened = gate.Task;
        var release = Release();
        await host.StartAsync(release);
        var waiting = Assert.Single(await host.InspectAsync(release));
        gate.SetResult();
        await StartedAsync(host, release);

        Assert.Equal(InstanceState.Starting, waiting.State);
        Assert.Contains($"waits for its image {_registry.Image}, which is being fetched", waiting.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fetch_that_breaks_half_way_is_tried_again()
    {
        await using var host = ContainerHost.On(await podman.StartedAsync(), await _registry.LoginAsync());
        _registry.Breaks = 1;
        await StartedAsync(host, Release());
        Assert.True(_registry.Breaks < 0);
    }

    [Fact]
    public async Task Who_is_not_let_in_is_told_so_without_the_password()
    {
        await using var host = ContainerHost.On(await podman.StartedAsync(), await _registry.LoginAsync("wrong pass phrase"));
        var refused = await Eventually.Get<Exception?>(async () => await Record.ExceptionAsync(() => host.StartAsync(Release())), refused => refused is not null, "it is refused");
        Assert.False(Assert.IsType<RuntimeException>(refused).IsTransient);
        Assert.Contains("unauthorized", refused!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("wrong pass phrase", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_cannot_be_read_is_told_with_its_file_and_read_anew_at_the_next_start()
    {
        var login = await _registry.LoginAsync();
        var kept = await File.ReadAllTextAsync(login.PasswordFile, TestContext.Current.CancellationToken);
        File.Delete(login.PasswordFile);
        await using var host = ContainerHost.On(await podman.StartedAsync(), login);
        var release = Release();
        var refused = await Eventually.Get<Exception?>(async () => await Record.ExceptionAsync(() => host.StartAsync(release)), refused => refused is not null, "it is given up");
        Assert.False(Assert.IsType<RuntimeException>(refused).IsTransient);
        Assert.Contains(login.PasswordFile, refused!.Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(login.PasswordFile, kept, TestContext.Current.CancellationToken);
        await StartedAsync(host, release);
    }

    private Release Release() => Releases.Of(1, new ReleaseSpec { Image = _registry.Image, Readiness = new("/health", TimeSpan.FromSeconds(30)) });

    /// <summary>As the controller does: asked for again until it is there.</summary>
    private static async Task StartedAsync(ContainerHost host, Release release) => await Eventually.Get(
        async () =>
        {
            await host.StartAsync(release);
            return await host.InspectAsync(release);
        },
        seen => seen is [{ State: InstanceState.Ready }],
        "it is ready");
}
