using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Audit;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Notices;

/// <summary>How far back the board looks, when it begins, for what ended lately: the list is in the order of creation.</summary>
public sealed class EndedPagesTests : IAsyncDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);
    private readonly ConsoleWorld _world = new();

    private DateTimeOffset Now => _world.Clock.GetUtcNow();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task Behind_what_was_made_a_little_less_than_twice_the_time_ago_it_looks_on()
    {
        var queries = Pages(made: Now - (2 * NoticeBoard.Lasts) + s_tick);
        Assert.Equal(["shop-2", "shop-1"], await ReadAsync(queries));
        Assert.Equal(2, queries.Asked);
    }

    [Fact]
    public async Task Behind_what_was_made_twice_the_time_ago_it_looks_no_further()
    {
        var queries = Pages(made: Now - (2 * NoticeBoard.Lasts));
        Assert.Equal(["shop-2"], await ReadAsync(queries));
        Assert.Equal(1, queries.Asked);
    }

    [Fact]
    public async Task What_ended_as_long_ago_as_notices_last_takes_no_place_of_what_is_told()
    {
        var old = Enumerable.Range(1, NoticeBoard.MostKept).Select(i => Row(i, Now, ended: Now - NoticeBoard.Lasts)).ToList();
        var queries = new PagedEnds([old, [Row(NoticeBoard.MostKept + 1, Now, Now - TimeSpan.FromHours(1))]]);
        Assert.Equal([$"shop-{NoticeBoard.MostKept + 1}"], await ReadAsync(queries));
    }

    /// <summary>The last of the first page was made then; both pages end with something that ended an hour ago.</summary>
    private PagedEnds Pages(DateTimeOffset made) => new([[Row(2, made, Now - TimeSpan.FromHours(1))], [Row(1, made, Now - TimeSpan.FromHours(2))]]);

    private async Task<IEnumerable<string>> ReadAsync(PagedEnds queries)
    {
        using var board = new NoticeBoard(_world.Sluice, queries, _world.Console.Services.GetRequiredService<IAuditLog>(), _world.Clock, NullLogger<NoticeBoard>.Instance);
        await board.BeginAsync(TenantId.Default);
        return board.Of(TenantId.Default).Select(notice => notice.Deployment.Value);
    }

    private static DeploymentRow Row(int number, DateTimeOffset made, DateTimeOffset ended) => new(
        TenantId.Default, DeploymentId.Of(ConsoleWorld.Shop, number), number, ConsoleWorld.Shop, ConsoleWorld.Production, "deployment", "canary", "rolled_back", Stage: null, PauseReason: null, "errors",
        FromRelease: 1, ToRelease: 2, Phase: 0, PhaseCount: 2, AskedCanary: 0, SetCanary: 0, Progress: 100, OpenGate: null, Superseded: false, "ada", made, made, ended, ended, Version: 9);

    /// <summary>Pages as a test laid them out, each under the number of the one before.</summary>
    private sealed class PagedEnds(IReadOnlyList<IReadOnlyList<DeploymentRow>> pages) : IDeploymentQueries
    {
        public int Asked { get; private set; }

        public Task<Page<DeploymentRow>> ListAsync(TenantId tenant, DeploymentFilter filter, string? cursor, int limit, CancellationToken ct)
        {
            var page = cursor?.Length ?? 0;
            Asked++;
            return Task.FromResult(new Page<DeploymentRow>(pages[page], page + 1 < pages.Count ? cursor + "+" : null, pages.Sum(one => one.Count)));
        }

        public Task<IReadOnlyList<MetricRow>> MetricsAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => throw new NotSupportedException();

        public Task<IReadOnlyList<PhaseRow>> PhasesAsync(TenantId tenant, DeploymentId deployment, CancellationToken ct) => throw new NotSupportedException();
    }
}
