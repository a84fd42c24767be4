namespace Sluice.Dashboard.Tests;

public sealed class DashboardHostTests
{
    [Fact]
    public async Task Wrong_settings_end_the_program_with_exit_code_2()
    {
        await using var host = new TestHost(configure: null, "--Access:BootstrapToken", "short");
        Assert.Equal(2, await host.Host.RunAsync());
    }
}
