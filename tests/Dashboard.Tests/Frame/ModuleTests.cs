using System.Reflection;
using System.Text.RegularExpressions;
using Sluice.Dashboard.Shell;

namespace Sluice.Dashboard.Tests.Frame;

/// <summary>A module that the document does not name is learned of only when the one that imports it was read.</summary>
public sealed partial class ModuleTests
{
    private static readonly string Scripts = Path.Combine(
        typeof(ModuleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => string.Equals(a.Key, "Dashboard", StringComparison.Ordinal)).Value!, "wwwroot", "js");

    [Fact]
    public void The_document_names_all_that_the_first_script_imports_and_nothing_else()
    {
        var (found, next) = (new SortedSet<string>(StringComparer.Ordinal), new Queue<string>(["start"]));
        while (next.TryDequeue(out var module))
        {
            foreach (Match import in Import().Matches(File.ReadAllText(Path.Combine(Scripts, module + ".js"))))
            {
                if (found.Add(import.Groups["name"].Value))
                {
                    next.Enqueue(import.Groups["name"].Value);
                }
            }
        }

        Assert.Contains("retry", found);
        Assert.Equal(found, App.Modules.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""^import [^;"]*"\./(?<name>[\w-]+)\.js";""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Import();
}
