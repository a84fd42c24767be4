using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Tests.Workloads;

public sealed class WorkloadRegistrationTests
{
    [Fact]
    public async Task Every_kind_of_runtime_is_there()
    {
        await using var services = Services("/tmp/sluice-somewhere");
        var runtimes = services.GetRequiredService<WorkloadRuntimes>();

        Assert.All(Enum.GetValues<RuntimeKind>(), kind => Assert.Equal(kind, runtimes.For(kind).Kind));
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_one_is_named()
    {
        await using var services = Services("/etc/passwd");

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<DataOptions>>().Value);

        Assert.Contains("Data:Directory", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is a file", refused.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(string directory) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Data:Directory", directory)]).Build())
        .AddLogging()
        .AddWorkloads()
        .BuildServiceProvider(validateScopes: true);
}
