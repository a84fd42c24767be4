using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Domain.Settings;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>What is set for everybody is linked and listed, with what it was and what it is.</summary>
public sealed class SettingsAuditTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private AuditRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await AuditRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task A_setting_is_in_the_log_and_in_the_chain_with_what_it_was()
    {
        await AppendAsync(0, new SettingsEvent.BannerPosted("Two", "One"), "post_banner");
        await AppendAsync(1, new SettingsEvent.DefaultThemeChosen(ThemeChoice.Dark, ThemeChoice.System), "choose_theme");
        await AppendAsync(2, new SettingsEvent.TeamViewWithdrawn(new("payments", "Till") { State = "held" }), "withdraw_view");
        await _run.LinkAsync();

        var report = await _run.VerifyAsync();
        Assert.Null(report.Broken);
        Assert.Equal(3, report.Links);
        var lines = (await _run.Log.ListAsync(TenantId.Default, new AuditFilter(), before: null, limit: 10, Ct)).Lines;
        Assert.Equal([("withdraw_view", "view payments.till"), ("choose_theme", "default_theme"), ("post_banner", "banner")], lines.Select(line => (line.Action, line.Subject)));
        Assert.Equal(
            ["""{"before":"state=held","after":null}""", """{"before":"system","after":"dark"}""", """{"before":"One","after":"Two"}"""],
            lines.Select(line => line.Diff!.Replace(" ", string.Empty, StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Equal(("configuration", "ann", "applied"), (line.Category, line.Actor, line.Outcome)));
    }

    private Task AppendAsync(long version, SettingsEvent @event, string command)
    {
        var origin = new Origin(s_noon, Actor.Person("ann")) { Order = new GivenOrder(command, "ui", Seen: null, version + 1) };
        return _run.Store.AppendAsync(new(TenantId.Default, s_noon, [new StreamAppend(SettingsBook.Stream, "settings", version, [@event with { Origin = origin }])]), Ct);
    }
}
