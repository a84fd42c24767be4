using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Sluice.Dashboard.Tests;

/// <summary>Answers bUnit's request for AngleSharp.Diffing 1.0 with the version that lies beside the tests.</summary>
internal static class DiffingLibrary
{
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        string.Equals(name.Name, "AngleSharp.Diffing", StringComparison.Ordinal)
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "AngleSharp.Diffing.dll"))
            : null;
}
