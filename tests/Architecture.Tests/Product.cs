using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sluice.Architecture.Tests;

/// <summary>The product as the tests here see it: its assemblies and its source.</summary>
internal static class Product
{
    public static Assembly Domain { get; } = Assembly.Load("Sluice.Domain");

    public static Assembly Engine { get; } = Assembly.Load("Sluice.Engine");

    public static Assembly Gateway { get; } = Assembly.Load("Sluice.Gateway");

    public static Assembly Dashboard { get; } = Assembly.Load("Sluice.Dashboard");

    public static IReadOnlyList<Assembly> All { get; } = [Domain, Engine, Gateway, Dashboard];

    public static string Root { get; } = typeof(Product).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => string.Equals(attribute.Key, "Repository", StringComparison.Ordinal)).Value!;

    /// <summary>The types that people wrote, without what compilers add.</summary>
    public static IEnumerable<Type> Types => All.SelectMany(assembly => assembly.GetTypes()).Where(type =>
        !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        && !type.FullName!.Contains('<', StringComparison.Ordinal)
        && type.Namespace?.StartsWith("Sluice.", StringComparison.Ordinal) == true
        && !type.Name.StartsWith('_'));

    /// <summary>Files that belong to the repository, as paths from its root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions) =>
        !Directory.Exists(Path.Combine(Root, folder)) ? [] : Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal) && !IsMade(file));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static bool IsMade(string file) =>
        ($"/{file}") is var path && new[] { "/bin/", "/obj/", "/node_modules/", "/wwwroot/lib/", "/wwwroot/_framework/", "/artifacts/" }
            .Any(part => path.Contains(part, StringComparison.Ordinal));
}
