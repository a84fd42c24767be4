using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Engine.Tests.Commands;

/// <summary>What runs already is recorded in one transaction, once.</summary>
public sealed class InitialCommandTests
{
    private static readonly ReleaseSpec s_runs = new() { Endpoints = ["http://10.0.0.4:8080"] };

    private readonly Desk _desk = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Release_and_deployment_are_stored_together_with_who_ordered_it()
    {
        await DeclareAsync();
        var applied = Assert.IsType<CommandAnswer.Applied>(await RecordAsync("c-1"));

        Assert.Equal((DeploymentId.Of(Desk.Name, 1), 1, 2L), (applied.Deployment!.Value, applied.Release!.Value, applied.Version));
        var stored = _desk.Store.Appends[^1];
        Assert.Equal([Desk.Name.Stream, applied.Deployment.Value.Stream], stored.Streams.Select(stream => stream.Stream));
        var order = stored.Streams[1].Events[0].Origin;
        Assert.Equal(("ann", "because", "record_initial"), (order.By.Name, order.Reason, order.Order!.Command));
    }

    [Fact]
    public async Task The_same_order_again_is_answered_with_the_same_deployment_and_stores_nothing()
    {
        await DeclareAsync();
        var first = Assert.IsType<CommandAnswer.Applied>(await RecordAsync("c-1"));
        var appends = _desk.Store.Appends.Count;

        var repeated = Assert.IsType<CommandAnswer.Applied>(await RecordAsync("c-1"));
        Assert.True(repeated.Repeated);
        var ignored = Assert.IsType<CommandAnswer.Ignored>(await RecordAsync("c-2"));
        Assert.Equal((first.Deployment, first.Release, first.Version), (repeated.Deployment, repeated.Release, repeated.Version));
        Assert.Equal((first.Deployment, first.Release, first.Version), (ignored.Deployment, ignored.Release, ignored.Version));
        Assert.Equal(appends, _desk.Store.Appends.Count);
    }

    [Fact]
    public async Task Two_at_once_make_one_deployment()
    {
        await DeclareAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => RecordAsync($"c-{i}"), Ct)));
        Assert.Single(answers.OfType<CommandAnswer.Applied>());
        Assert.Equal(7, answers.OfType<CommandAnswer.Ignored>().Count());
    }

    [Fact]
    public async Task A_freeze_and_a_service_that_is_not_there_are_answered()
    {
        Assert.IsType<Refusal.NotFound>(Assert.IsType<CommandAnswer.Refused>(await RecordAsync("c-1")).Refusal);
        await DeclareAsync();
        await _desk.Bus.DeclareFreezeAsync(TenantId.Default, new("year end"), Desk.By(), Ct);
        Assert.Equal("Frozen by ann until somebody lifts it: year end.", Assert.IsType<CommandAnswer.Refused>(await RecordAsync("c-2")).Refusal.Sentence);
    }

    private Task<CommandAnswer> DeclareAsync() =>
        _desk.Bus.DeclareServiceAsync(TenantId.Default, Desk.Name, [new(new EnvironmentName("production"), new(RuntimeKind.External), new(RouterKind.Gateway, Host: null, "/"))], Desk.By(), Ct);

    private Task<CommandAnswer> RecordAsync(string id) => _desk.Bus.RecordInitialAsync(TenantId.Default, Desk.Name, new("production"), release: null, s_runs, Desk.By(id), Ct);
}
