using System.Net;
using System.Net.Sockets;

namespace Sluice.Dashboard.Tests;

public sealed class DashboardHostTests
{
    [Fact]
    public async Task Wrong_settings_end_the_program_with_exit_code_2()
    {
        await using var host = new TestHost(configure: null, "--Access:BootstrapToken", "short");
        Assert.Equal(2, await host.Host.RunAsync());
    }

    [Fact]
    public async Task A_value_that_is_not_of_its_kind_is_told_like_any_other_mistake()
    {
        await using var host = new TestHost(
            configure: null, "--Approvals:WorkingHours:From", "nonsense", "--Approvals:WorkingHours:FirstDay", "Someday", "--Access:SessionLength", "long", "--Gateway:Managed", "perhaps");
        Assert.Equal(2, await host.Host.RunAsync());
        Assert.Equal(
            [
                "Access:SessionLength is \"long\"; expected a time such as 00:30:00 or 1.00:00:00.",
                "Approvals:WorkingHours:FirstDay is \"Someday\"; expected Sunday or Monday or Tuesday or Wednesday or Thursday or Friday or Saturday.",
                "Approvals:WorkingHours:From is \"nonsense\"; expected a time of day such as 08:00.",
                "Gateway:Managed is \"perhaps\"; expected true or false.",
            ],
            host.Host.SettingsMistakes().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_address_that_is_taken_ends_the_program_with_exit_code_2_before_anything_is_started()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var host = new TestHost(configure: null, "--urls", $"http://{taken.LocalEndpoint}");
        Assert.Equal(2, await host.Host.RunAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ftp://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://127.0.0.1:0/path")]
    public async Task An_address_that_cannot_be_one_ends_the_program_with_exit_code_2(string address)
    {
        await using var host = new TestHost(configure: null, "--urls", address);
        Assert.Equal(2, await host.Host.RunAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=127.0.0.1;Port=many")]
    [InlineData("Host=127.0.0.1;Colour=red")]
    [InlineData("Database=sluice")]
    public async Task A_connection_string_that_cannot_be_read_ends_the_program_with_exit_code_2(string connection)
    {
        await using var host = new TestHost(configure: null, "--ConnectionStrings:Sluice", connection);
        Assert.Equal(2, await host.Host.RunAsync());
    }

    [Theory]
    [InlineData("/proc/sluice")]
    [InlineData("/dev/null")]
    [InlineData("/dev/null/sluice")]
    public async Task A_data_directory_that_cannot_be_written_to_ends_the_program_with_exit_code_2(string directory)
    {
        await using var host = new TestHost(configure: null, "--Data:Directory", directory);
        Assert.Equal(2, await host.Host.RunAsync());
    }
}
