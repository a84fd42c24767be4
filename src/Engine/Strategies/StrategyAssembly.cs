using System.Reflection;
using System.Runtime.Loader;
using Sluice.Domain.Strategies;

namespace Sluice.Engine.Strategies;

/// <summary>
/// One assembly with custom strategies and what lies beside it, apart from the product's own libraries, so that each may have its own versions. Only the
/// contract is shared: with a copy of its own the plug-in's strategies would be none to us.
/// </summary>
internal sealed class StrategyAssembly(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private static readonly Assembly s_contract = typeof(ICustomStrategy).Assembly;
    private readonly AssemblyDependencyResolver _resolver = new(path);

    public Assembly Read() => LoadFromAssemblyPath(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == s_contract.GetName().Name ? s_contract
        : _resolver.ResolveAssemblyToPath(assemblyName) is { } file ? LoadFromAssemblyPath(file)
        : null;
}
