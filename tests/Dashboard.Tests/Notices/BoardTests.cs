using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Notices;

/// <summary>One board for all: how much it keeps of each tenant, and whom it tells.</summary>
public sealed class BoardTests : IAsyncDisposable
{
    private static readonly TenantId s_quiet = new("quiet");
    private readonly ConsoleWorld _world = new(services =>
    {
        services.AddApprovals();
        services.AddNotices();
    });

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    private NoticeBoard Notices => _world.Console.Services.GetRequiredService<NoticeBoard>();

    private GateBoard Gates => _world.Console.Services.GetRequiredService<GateBoard>();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task What_was_before_is_read_page_by_page()
    {
        Override(TenantId.Default, await _world.GoLiveAsync("shop"), times: 250);
        await Notices.BeginAsync(TenantId.Default);
        Assert.Equal(250, Notices.Of(TenantId.Default).Count);
    }

    [Fact]
    public async Task The_noise_of_one_tenant_drives_out_nothing_of_another()
    {
        Override(TenantId.Default, await _world.GoLiveAsync("shop"), times: NoticeBoard.MostKept);
        Override(s_quiet, await QuietAsync(), times: 1, ago: TimeSpan.FromHours(5));
        await Notices.BeginAsync(TenantId.Default);
        await Notices.BeginAsync(s_quiet);
        var (told, quiet) = (Signal(), 0);
        using var noisy = Notices.Subscribe(TenantId.Default, () => told.TrySetResult());
        using var other = Notices.Subscribe(s_quiet, () => quiet++);

        await Trouble.FailingAsync(_world, returns: true);
        await UntilAsync(told);
        Assert.Equal(NoticeBoard.MostKept, Notices.Of(TenantId.Default).Count);
        Assert.Single(Notices.Of(s_quiet));
        Assert.Equal(0, quiet);
    }

    [Fact]
    public async Task What_is_known_beside_a_question_is_told_to_those_alone_who_show_it()
    {
        await _world.GoLiveAsync("shop");
        var (first, second, questions, others) = (Signal(), Signal(), 0, 0);
        using var asked = Gates.SubscribeToQuestions(TenantId.Default, () => questions++);
        using var foreign = Gates.Subscribe(s_quiet, () => others++);
        using (Gates.Subscribe(TenantId.Default, () => first.TrySetResult()))
        {
            var id = await Trouble.FailingAsync(_world, returns: true, asks: true);
            await UntilAsync(first);
            Assert.Equal(1, questions);

            using var all = Gates.Subscribe(TenantId.Default, () => second.TrySetResult());
            await _world.SayAsync(id, new DeploymentCommand.ReportSplitLost("the router was restarted"));
            await UntilAsync(second);
        }

        Assert.Equal((1, 0), (questions, others));
    }

    [Fact]
    public async Task A_question_that_cannot_be_read_hides_no_other()
    {
        await _world.GoLiveAsync("books");
        var books = await _world.StartAsync("books");
        _world.Sluice.AddForeign(TenantId.Default, books.Stream, "deployment_forgotten", "{}");
        await Trouble.FailingAsync(_world, returns: true, asks: true);
        await Gates.BeginAsync(TenantId.Default);
        Assert.Single(Gates.Open(TenantId.Default));
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The clock stands: what waits for a moment gets it here.</summary>
    private Task UntilAsync(TaskCompletionSource told)
    {
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        return told.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);
    }

    private void Override(TenantId tenant, DeploymentId id, int times, TimeSpan ago = default)
    {
        for (var i = 1; i <= times; i++)
        {
            _world.Sluice.Audit.Add("cleo", "promote", id.Value);
            _world.Sluice.Audit.Change(line => line with { Tenant = tenant, Against = "inconclusive", At = _world.Clock.GetUtcNow() - ago - TimeSpan.FromSeconds(i), Version = i });
        }
    }

    private async Task<DeploymentId> QuietAsync()
    {
        var by = new CommandContext(Actor.Person("ada"));
        await _world.Sluice.DeclareServiceAsync(
            s_quiet, ConsoleWorld.Shop, [new EnvironmentSpec(ConsoleWorld.Production, new RuntimeSpec(RuntimeKind.Process), new RouterSpec(RouterKind.Gateway, "quiet.local", "/"))], by, Ct);
        var request = new DeploymentRequest(ConsoleWorld.Shop, ConsoleWorld.Production, Release: null, new ReleaseSpec { Command = ["run"] });
        return Assert.IsType<CommandAnswer.Applied>(await _world.Sluice.CreateDeploymentAsync(s_quiet, request, by, Ct)).Deployment!.Value;
    }
}
