using System.Diagnostics;
using Microsoft.Extensions.Options;
using Sluice.Domain.Traffic;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Engine.Tests.Traffic.Gateway;

/// <summary>The real program, started, killed and taken over.</summary>
public sealed class GatewayProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string State => Path.Combine(_folder.Path, "gateway");

    [Fact]
    public async Task A_killed_gateway_comes_back_with_its_last_configuration()
    {
        await using var backend = await Backend.SayingAsync("one");
        await using var plane = await ControlPlane.StartAsync(_folder, Given.FreePort());
        await plane.Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, backend.Address)), Ct);
        var first = plane.Health.Pid!.Value;

        Kill(first);
        await Eventually.GetAsync("another process", () => plane.Health, health => health.IsReachable && health.Pid != first);

        Assert.Equal("one", await plane.AskAsync("shop"));
        Assert.Equal(Share.All, (await plane.Router.ReadAsync(Given.Place("shop"), Ct))!.ShareOf(1));
        Assert.Equal(1, plane.Health.Restarts);
        Assert.Contains("is gone", plane.Health.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_on_serving_without_a_control_plane_and_the_next_one_adopts_it()
    {
        await using var backend = await Backend.SayingAsync("one");
        var first = await ControlPlane.StartAsync(_folder);
        await first.Router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, backend.Address)), Ct);
        var (pid, url) = (first.Health.Pid, first.Url);
        await first.LeaveAsync();
        Assert.Equal("one", await ControlPlane.AskAsync(url, "shop"));

        await using var second = await ControlPlane.StartAsync(_folder);

        Assert.Equal(pid, second.Health.Pid);
        Assert.True(second.Health is { IsAdopted: true, Restarts: 0 });
        Assert.Equal("one", await second.AskAsync("shop"));
        Assert.Equal(Share.All, (await second.Router.ReadAsync(Given.Place("shop"), Ct))!.ShareOf(1));
    }

    [Fact]
    public async Task An_adopted_gateway_that_dies_is_started_again()
    {
        var first = await ControlPlane.StartAsync(_folder);
        await first.LeaveAsync();
        await using var second = await ControlPlane.StartAsync(_folder);
        var pid = second.Health.Pid!.Value;

        Kill(pid);

        await Eventually.GetAsync("another process", () => second.Health, health => health.IsReachable && health.Pid != pid);
        Assert.False(second.Health.IsAdopted);
    }

    [Fact]
    public async Task A_lost_configuration_is_healed_by_applying_again()
    {
        await using var backend = await Backend.SayingAsync("one");
        await using var plane = await ControlPlane.StartAsync(_folder);
        var (one, two) = (Given.Route("one", Given.Arm(1, 100, backend.Address)), Given.Route("two", Given.Arm(1, 100, backend.Address)));
        await plane.Router.ApplyAsync(one, Ct);
        await plane.Router.ApplyAsync(two, Ct);
        var first = plane.Health.Pid!.Value;

        await File.WriteAllTextAsync(Path.Combine(State, "config.json"), "{", Ct);
        Kill(first);
        await Eventually.GetAsync("another process", () => plane.Health, health => health.IsReachable && health.Pid != first);
        Assert.Null(await plane.AskAsync("one"));
        await plane.Router.ApplyAsync(one, Ct);
        await plane.Router.ApplyAsync(two, Ct);

        Assert.Equal("one", await plane.AskAsync("one"));
        Assert.Equal("one", await plane.AskAsync("two"));
    }

    [Fact]
    public async Task While_it_is_away_routers_say_so_and_that_trying_again_can_help()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        await plane.Gateway.StopAsync(Ct);

        var away = await Assert.ThrowsAsync<RouterException>(() => plane.Router.ReadAsync(Given.Place("shop"), Ct));

        Assert.True(away.IsTransient);
        Assert.Contains("cannot be reached", away.Message, StringComparison.Ordinal);
        Assert.False(plane.Health.IsReachable);
    }

    [Fact]
    public async Task A_stuck_gateway_is_waited_for_and_not_replaced()
    {
        await using var plane = await ControlPlane.StartAsync(_folder);
        var pid = plane.Health.Pid!.Value;
        await SignalAsync("STOP", pid);
        try
        {
            var stuck = await Assert.ThrowsAsync<RouterException>(() => plane.Router.ReadAsync(Given.Place("shop"), Ct));
            Assert.True(stuck.IsTransient);
            Assert.Contains("did not answer", stuck.Message, StringComparison.Ordinal);
        }
        finally
        {
            await SignalAsync("CONT", pid);
        }

        Assert.Equal(RouteReading.None, await plane.Router.ReadAsync(Given.Place("shop"), Ct));
        Assert.True(plane.Health is { IsReachable: true, Restarts: 0 });
        Assert.Equal(pid, plane.Health.Pid);
    }

    [Fact]
    public async Task A_port_in_use_is_named_and_the_gateway_starts_once_it_is_free()
    {
        var holder = await Backend.SayingAsync("mine");
        var port = new Uri(holder.Address).Port;
        await using var plane = await ControlPlane.StartAsync(_folder, port);
        Assert.False(plane.Health.IsReachable);
        Assert.Contains($"Gateway:Urls is http://127.0.0.1:{port}", plane.Health.LastError, StringComparison.Ordinal);

        await holder.DisposeAsync();

        await Eventually.GetAsync("the gateway serves", () => plane.Health, health => health.IsReachable);
        Assert.Null(await plane.AskAsync("shop"));
    }

    [Fact]
    public async Task A_copy_of_the_program_runs_with_few_rights_and_old_copies_go()
    {
        var old = Directory.CreateDirectory(Path.Combine(_folder.Path, "programs", "gateway-old"));
        await using var plane = await ControlPlane.StartAsync(_folder);

        Assert.False(Directory.Exists(old.FullName));
        using var process = Process.GetProcessById(plane.Health.Pid!.Value);
        Assert.StartsWith(Path.Combine(_folder.Path, "programs", "gateway-"), process.MainModule!.FileName, StringComparison.Ordinal);
        var environment = await File.ReadAllTextAsync($"/proc/{process.Id}/environ", Ct);
        Assert.DoesNotContain("ASPNETCORE_", environment, StringComparison.Ordinal);
        if (Environment.IsPrivilegedProcess)
        {
            Assert.Contains("Uid:\t65534\t65534", await File.ReadAllTextAsync($"/proc/{process.Id}/status", Ct), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_gateway_that_someone_else_runs_is_found_by_its_contact()
    {
        await using var owner = await ControlPlane.StartAsync(_folder);
        using var elsewhere = new TempFolder();
        var guest = await ControlPlane.StartAsync(elsewhere, configure: builder =>
        {
            builder.Configuration["Gateway:Managed"] = "false";
            builder.Configuration["Gateway:Contact"] = Path.Combine(State, "contact.json");
        });

        Assert.Equal(owner.Health.Pid, guest.Health.Pid);
        await guest.Gateway.StopAsync(Ct);
        await guest.LeaveAsync();
        await owner.StatusAsync();
    }

    [Fact]
    public void Wrong_settings_are_all_named()
    {
        var validator = new GatewayOptionsValidator();
        var managed = validator.Validate(name: null, new() { Urls = "https://a;http://127.0.0.1:1/x;http://*:80", Program = "/nowhere" });
        var elsewhere = validator.Validate(name: null, new() { Managed = false, Contact = "contact.json" });

        Assert.Equal(3, managed.Failures!.Count());
        Assert.Contains("'https://a'", managed.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'http://127.0.0.1:1/x'", managed.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'/nowhere'", managed.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("'contact.json'", elsewhere.FailureMessage, StringComparison.Ordinal);
        Assert.Same(ValidateOptionsResult.Success, validator.Validate(name: null, new()));
    }

    public void Dispose()
    {
        // A test that failed half-way may have left one behind.
        foreach (var process in Process.GetProcessesByName("Sluice.Gateway"))
        {
            using (process)
            {
                if (process.MainModule?.FileName.StartsWith(_folder.Path, StringComparison.Ordinal) == true)
                {
                    process.Kill();
                    process.WaitForExit();
                }
            }
        }

        _folder.Dispose();
    }

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {pid}"]);
        await kill.WaitForExitAsync(Ct);
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
