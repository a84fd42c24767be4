using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>The statement in docs/audit.md lets somebody else check the chain: it must agree with the program.</summary>
public sealed class DocumentedCheckTests(PostgresFixture postgres)
{
    [Fact]
    public async Task The_documented_statement_finds_a_whole_chain_whole_and_the_same_broken_link()
    {
        await using var run = await AuditRun.CreateAsync(postgres);
        await run.NoteAsync(1, "Größer als „5 %“, \"quoted\", a\tb\n🚦");
        await run.RefuseAsync(actor: "Zoë, 漢字:1,");
        await run.ExecuteAsync("insert into sluice_audit (tenant_id, at, actor, action, object, outcome, source) values ('*DEFAULT*', '1969-12-31 23:59:59.999999+00', 'x', '', 'x', 'applied', 'ui')");
        await run.NoteAsync(2);
        await run.LinkAsync();
        var check = $"select link from ({Statement()}) broken";

        Assert.True((await run.VerifyAsync()).IsWhole);
        Assert.Null(await run.Database.ScalarAsync(check));
        await run.ExecuteAsync("update sluice_audit set reason = 'Not later.' where actor like 'Zoë%'");
        Assert.Equal((await run.VerifyAsync()).Broken!.Link, await run.Database.ScalarAsync(check));
    }

    private static string Statement()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var page = Path.Combine(folder.FullName, "docs", "audit.md");
            if (File.Exists(page))
            {
                return File.ReadAllText(page).Split("```sql\n")[1].Split("```")[0];
            }
        }

        throw new FileNotFoundException("docs/audit.md is not above the tests.");
    }
}
