using Sluice.Domain;
using Sluice.Engine.Projections;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Projections;

public sealed class MentionListTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TenantId s_tenant = new("acme");
    private readonly Story _story = new("acme", "checkout", 5);
    private ProjectionRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await ProjectionRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Who_is_named_in_a_note_finds_it_as_it_stands_and_nobody_else_does()
    {
        var id = _story.Create(Story.Quick(_story.Name, 1));
        _story.Say(id, new AddNote("@Ben and @olga, look at this"));
        var version = _story.EventsOf(id).Count();
        _story.Say(id, new AddNote("ben@example.org is an address"), "cleo");
        await _run.AppendAsync(_story.Appends);
        _run.Start();
        await _run.CaughtUpAsync();
        var row = Assert.Single(await LatestAsync("BEN"));
        Assert.Equal((id, (long)version, "ann", "@Ben and @olga, look at this"), (row.Deployment, row.Version, row.By, row.Note));
        Assert.Empty(await LatestAsync("ben@example.org"));
        Assert.Empty(await _run.Mentions.LatestAsync(new("other"), "ben", 10, Ct));

        var told = _story.Appends.Count;
        _story.Say(id, new AddNote("@olga, look at this") { Replaces = version });
        await _run.AppendAsync(_story.Appends.Skip(told));
        await _run.CaughtUpAsync();
        Assert.Empty(await LatestAsync("ben"));
        Assert.Equal("@olga, look at this", Assert.Single(await LatestAsync("olga")).Note);

        var before = await _run.DumpAsync();
        await _run.KillAsync();
        await _run.RebuildAsync();
        Assert.Equal(before, await _run.DumpAsync());
    }

    [Fact]
    public async Task The_newest_come_first_and_no_more_than_asked_for()
    {
        var id = _story.Create(Story.Quick(_story.Name, 1));
        for (var i = 1; i <= 4; i++)
        {
            _story.Wait(TimeSpan.FromMinutes(1));
            _story.Say(id, new AddNote($"@ben {i}"));
        }

        await _run.AppendAsync(_story.Appends);
        _run.Start();
        await _run.CaughtUpAsync();
        Assert.Equal(["@ben 4", "@ben 3", "@ben 2"], (await _run.Mentions.LatestAsync(s_tenant, "ben", 3, Ct)).Select(row => row.Note));
    }

    private Task<IReadOnlyList<MentionRow>> LatestAsync(string name) => _run.Mentions.LatestAsync(s_tenant, name, 10, Ct);
}
