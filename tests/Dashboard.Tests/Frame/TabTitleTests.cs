using System.Reflection;
using Bunit;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Tests.Fleet;

namespace Sluice.Dashboard.Tests.Frame;

/// <summary>Every page names the tab: plain ones in the head of their document, and those in the circuit, which has no part of the head, where js/title.js reads it.</summary>
public sealed class TabTitleTests
{
    private const string Plain = "<PageTitle>";
    private const string Live = "<TabTitle>";

    private static readonly string Dashboard =
        typeof(TabTitleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => string.Equals(a.Key, "Dashboard", StringComparison.Ordinal)).Value!;

    private static readonly (string Name, string Source)[] Parts =
    [
        .. Directory.EnumerateFiles(Dashboard, "*.razor", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal))
            .Select(file => (Path.GetRelativePath(Dashboard, file), File.ReadAllText(file))),
    ];

    [Fact]
    public void Plain_pages_have_a_title_of_their_document()
    {
        var pages = Parts.Where(part => IsPage(part.Source) && IsPlain(part.Source)).ToList();
        Assert.NotEmpty(pages);
        Assert.DoesNotContain(pages, page => !Has(page.Source, Plain) || Has(page.Source, Live));
    }

    [Fact]
    public void Pages_in_the_circuit_have_a_title_of_the_tab()
    {
        var pages = Parts.Where(part => IsPage(part.Source) && !IsPlain(part.Source)).ToList();
        Assert.NotEmpty(pages);
        Assert.DoesNotContain(pages, page => !Has(page.Source, Live));
    }

    [Fact]
    public void Nothing_else_has_a_title_of_the_document() => Assert.DoesNotContain(Parts, part => Has(part.Source, Plain) && !(IsPage(part.Source) && IsPlain(part.Source)));

    [Fact]
    public async Task Who_may_not_see_a_page_does_not_read_the_name_of_the_one_before()
    {
        var world = new ConsoleWorld();
        await using var console = world.Console;
        Assert.Equal("You may not see this", world.Open<NotAllowed>("/audit").Find("#tab-title").TextContent);
    }

    private static bool IsPage(string source) => source.StartsWith("@page ", StringComparison.Ordinal) || Has(source, "\n@page ");

    private static bool IsPlain(string source) => Has(source, "@attribute [ExcludeFromInteractiveRouting]");

    private static bool Has(string source, string text) => source.Contains(text, StringComparison.Ordinal);
}
