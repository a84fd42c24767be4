using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Projections;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Projections;

public sealed class DeploymentListTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TenantId s_tenant = new("acme");

    private ProjectionRun _run = null!;
    private Story _story = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _run = await ProjectionRun.CreateAsync(postgres);
        _story = new Story("acme", "checkout", 5).Go(2500);
        _run.Start();
        await _run.AppendAsync([.. _story.Appends, .. new Story("acme", "cart", 6).Go(300).Appends, .. new Story("other", "checkout", 7).Go(300).Appends]);
        await _run.CaughtUpAsync();
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Pages_together_are_the_whole_list_newest_first_although_new_ones_appear_meanwhile()
    {
        var whole = await ListAsync(new());
        var (paged, cursor, pages) = (new List<DeploymentRow>(), (string?)null, 0);
        do
        {
            var page = await _run.Queries.ListAsync(s_tenant, new(), cursor, limit: 3, Ct);
            paged.AddRange(page.Items);
            cursor = page.NextCursor;
            if (++pages == 2)
            {
                var before = _story.Appends.Count;
                _story.Go(400);
                await _run.AppendAsync(_story.Appends.Skip(before));
                await _run.CaughtUpAsync();
            }
        }
        while (cursor is not null);

        Assert.Equal(whole.Items.Select(row => row.Id), paged.Select(row => row.Id));
        Assert.Equal(paged.OrderByDescending(row => row.CreatedAt).Select(row => row.Id), paged.Select(row => row.Id));
        Assert.True((await ListAsync(new())).Total > whole.Total);
    }

    [Fact]
    public async Task Filters_narrow_rows_and_total_alike()
    {
        var all = (await ListAsync(new())).Items;
        await AssertFilterAsync(new(Service: ServiceName.From("cart")), row => row.Service.Value is "cart");
        await AssertFilterAsync(new(Environment: EnvironmentName.From("nowhere")), _ => false);
        await AssertFilterAsync(new(Statuses: ["aborted", "succeeded"]), row => row.Status is "aborted" or "succeeded");
        await AssertFilterAsync(new(Active: true), row => row.EndedAt is null);
        await AssertFilterAsync(new(ServiceName.From("checkout"), EnvironmentName.From("production"), ["aborted"], Active: false), row => row is { Service.Value: "checkout", Status: "aborted" });

        async Task AssertFilterAsync(DeploymentFilter filter, Func<DeploymentRow, bool> expected)
        {
            var page = await _run.Queries.ListAsync(s_tenant, filter, cursor: null, limit: 2, Ct);
            var matching = all.Where(expected).ToList();
            Assert.Equal((matching.Take(2).Select(row => row.Id).ToValueList(), matching.Count), (page.Items.Select(row => row.Id).ToValueList(), page.Total));
        }
    }

    [Fact]
    public async Task What_was_only_recorded_is_listed_as_such_and_can_be_left_out()
    {
        var story = new Story("acme", "till", 8);
        var id = story.Record(2);
        story.Finish(story.Create(Story.Quick(story.Name, 3)));
        await _run.AppendAsync(story.Appends);
        await _run.CaughtUpAsync();

        var recorded = Assert.Single((await ListAsync(new(story.Name, Recorded: true))).Items);
        Assert.Equal((id, "initial", "succeeded", 2, null), (recorded.Id, recorded.Kind, recorded.Status, recorded.ToRelease, recorded.StartedAt));
        var deployed = Assert.Single((await ListAsync(new(story.Name, Recorded: false))).Items);
        Assert.Equal(("deployment", 2, 3), (deployed.Kind, deployed.FromRelease!.Value, deployed.ToRelease));
    }

    [Fact]
    public async Task One_tenant_sees_and_counts_nothing_of_another()
    {
        var mine = await ListAsync(new());
        Assert.All(mine.Items, row => Assert.Equal(s_tenant, row.Tenant));
        Assert.Equal(mine.Items.Count, mine.Total);

        var stranger = new TenantId("nobody");
        var page = await _run.Queries.ListAsync(stranger, new(), cursor: null, limit: 10, Ct);
        Assert.Equal((0, 0L), (page.Items.Count, page.Total));
        foreach (var row in mine.Items)
        {
            Assert.Empty(await _run.Queries.MetricsAsync(stranger, row.Id, Ct));
            Assert.Empty(await _run.Queries.PhasesAsync(stranger, row.Id, Ct));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a cursor")]
    [InlineData("LTF8eA")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5fHg")]
    public async Task A_cursor_that_is_not_ours_is_said_to_be_wrong(string cursor) =>
        await Assert.ThrowsAsync<FormatException>(() => _run.Queries.ListAsync(s_tenant, new(), cursor, limit: 10, Ct));

    private Task<Page<DeploymentRow>> ListAsync(DeploymentFilter filter) => _run.Queries.ListAsync(s_tenant, filter, cursor: null, limit: 1000, Ct);
}
