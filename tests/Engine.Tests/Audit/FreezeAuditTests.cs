using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>Freezes are linked and listed like every other order.</summary>
public sealed class FreezeAuditTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private AuditRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await AuditRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Declaring_and_lifting_are_in_the_log_and_in_the_chain()
    {
        var spec = new FreezeSpec(FreezeId.Of(7), "year end", s_noon, Until: null) { Service = new("shop"), Environment = new("production") };
        await AppendAsync(0, new FreezeEvent.FreezeDeclared(spec), new("declare_freeze", "ui", Seen: null, Version: 1), "year end");
        await AppendAsync(1, new FreezeEvent.FreezeLifted(spec.Id), new("lift_freeze", "api", Seen: null, Version: 2), "it is over");
        await _run.LinkAsync();

        var report = await _run.VerifyAsync();
        Assert.Null(report.Broken);
        Assert.Equal(2, report.Links);
        var lines = (await _run.Log.ListAsync(TenantId.Default, new AuditFilter(), before: null, limit: 10, Ct)).Lines;
        Assert.Equal(["lift_freeze", "declare_freeze"], lines.Select(line => line.Action));
        Assert.All(lines, line => Assert.Equal(("f7", "configuration", "ann", "applied"), (line.Subject, line.Category, line.Actor, line.Outcome)));
        Assert.Equal(("shop", "production", "year end", "ui"), (lines[1].Service, lines[1].Environment, lines[1].Reason, lines[1].Source));
        Assert.Equal(("it is over", "api"), (lines[0].Reason, lines[0].Source));
    }

    private Task AppendAsync(long version, FreezeEvent @event, GivenOrder order, string reason)
    {
        var origin = new Origin(s_noon, Actor.Person("ann"), reason) { Order = order };
        return _run.Store.AppendAsync(new(TenantId.Default, s_noon, [new StreamAppend(FreezeBook.Stream, "freezes", version, [@event with { Origin = origin }])]), Ct);
    }
}
