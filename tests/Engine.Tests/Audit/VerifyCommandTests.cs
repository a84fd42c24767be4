using System.Globalization;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>The command that checks the chains, on a database of a test.</summary>
public sealed class VerifyCommandTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_with_0_for_whole_chains_and_with_1_for_a_broken_one()
    {
        await using var run = await AuditRun.CreateAsync(postgres);
        await run.NoteAsync(1);
        await run.NoteAsync(1, tenant: "b");
        await run.LinkAsync();
        var report = await run.VerifyAsync();

        var whole = await VerifyProgram.RunAsync("--ConnectionStrings:Sluice", run.Database.ConnectionString);
        Assert.Equal((0, ""), (whole.ExitCode, whole.Errors));
        Assert.Contains($"*DEFAULT*: All links are whole, 1 to 1. Link 1 has the hash {report.LastHash}.", whole.Output, StringComparison.Ordinal);
        Assert.Contains("b: All links are whole", whole.Output, StringComparison.Ordinal);
        Assert.Equal(2L, await run.Database.ScalarAsync("select count(*) from sluice_audit where action = 'verify_audit' and source = 'cli'"));

        await run.ExecuteAsync("delete from mt_events where tenant_id = 'b'");
        var broken = await VerifyProgram.RunAsync("--ConnectionStrings:Sluice", run.Database.ConnectionString);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("b: Broken at link 1: The event 1 of deployment-shop-1 is gone", broken.Output, StringComparison.Ordinal);

        var other = await VerifyProgram.RunAsync(
            "--ConnectionStrings:Sluice", run.Database.ConnectionString, "--tenant", "*DEFAULT*", "--link", report.Links.ToString(CultureInfo.InvariantCulture), "--hash", new string('0', 64));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("was made anew", other.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_2_and_a_sentence_when_it_cannot_say()
    {
        await using var empty = await postgres.CreateEmptyDatabaseAsync(Ct);

        Assert.All(
            [
                await VerifyProgram.RunAsync("--ConnectionStrings:Sluice", empty.ConnectionString),
                await VerifyProgram.RunAsync("--ConnectionStrings:Sluice", "Host=127.0.0.1;Port=1;Username=x;Timeout=2"),
                await VerifyProgram.RunAsync("--ConnectionStrings:Sluice", empty.ConnectionString, "--link", "7"),
                await VerifyProgram.RunAsync("--Data:Directory", "/nowhere/at/all"),
            ],
            ended =>
            {
                Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
                Assert.Single(ended.Errors.TrimEnd().Split('\n'));
            });
    }
}
