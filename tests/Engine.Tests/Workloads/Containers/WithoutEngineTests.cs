using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class WithoutEngineTests
{
    [Fact]
    public async Task An_installation_without_engine_says_so_and_shows_no_such_part()
    {
        await using var services = Services();
        var runtimes = services.GetRequiredService<WorkloadRuntimes>();
        var place = new PlaceKey(TenantId.Default, new ServiceName("shop"), new EnvironmentName("production"));

        var refused = await Assert.ThrowsAsync<RuntimeException>(() => runtimes.For(RuntimeKind.Container).InspectAsync(place, new Dictionary<int, ReleaseSpec>(), TestContext.Current.CancellationToken));

        Assert.Contains("Runtimes:Containers:Host", runtimes.WhyNot(RuntimeKind.Container), StringComparison.Ordinal);
        Assert.Null(runtimes.WhyNot(RuntimeKind.Process));
        Assert.Null(runtimes.WhyNot(RuntimeKind.External));
        Assert.False(refused.IsTransient);
        Assert.DoesNotContain(services.GetServices<IComponentWatch>(), watch => watch.IsPresent);
    }

    [Theory]
    [InlineData("Host", "http://127.0.0.1:1")]
    [InlineData("Host", "unix://")]
    [InlineData("Owner", "Not Good")]
    [InlineData("PublishOn", "somewhere")]
    [InlineData("PullTimeout", "00:00:00")]
    [InlineData("KeepImages", "-1")]
    [InlineData("ClientKey", "/no/such.pem")]
    [InlineData("Registries:0:Host", "https://registry.example")]
    [InlineData("Registries:0:PasswordFile", "/no/such.password")]
    public async Task A_setting_that_cannot_be_is_named_with_what_was_found(string key, string value)
    {
        await using var services = Services((key, value));

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<ContainerOptions>>().Value);

        Assert.Contains($"Runtimes:Containers:{key}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unix:///run/podman/podman.sock")]
    [InlineData("tcp://127.0.0.1:2375")]
    [InlineData("")]
    public async Task An_engine_is_named_by_its_socket_or_its_port(string host)
    {
        await using var services = Services(("Host", host));

        Assert.Equal(host.Length > 0, services.GetRequiredService<IOptions<ContainerOptions>>().Value.IsSet);
    }

    private static ServiceProvider Services(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Data:Directory", Path.Combine(Path.GetTempPath(), "sluice-somewhere")), .. settings.Select(s => new KeyValuePair<string, string?>("Runtimes:Containers:" + s.Key, s.Value))]).Build())
        .AddLogging()
        .AddWorkloads()
        .BuildServiceProvider(validateScopes: true);
}
