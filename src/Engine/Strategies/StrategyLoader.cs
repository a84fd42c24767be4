using System.Reflection;
using Sluice.Domain.Strategies;

namespace Sluice.Engine.Strategies;

/// <summary>Reads the custom strategies that the settings name. What cannot be read is a problem in the book and stops nothing.</summary>
internal static class StrategyLoader
{
    public static StrategyBook Load(IEnumerable<string> files) => files.Aggregate(StrategyBook.Empty, Add);

    private static StrategyBook Add(StrategyBook book, string file)
    {
        if (!Path.IsPathFullyQualified(file))
        {
            return book.Without(file, ["a full path is expected, such as /opt/strategies/Doubling.dll."]);
        }

        if (!File.Exists(file))
        {
            return book.Without(file, ["there is no such file."]);
        }

        try
        {
            var assembly = new StrategyAssembly(file).Read();
            var found = assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false } && typeof(ICustomStrategy).IsAssignableFrom(type)).ToList();
            return found.Count == 0
                ? book.Without(file, [$"no public class in it is an {nameof(ICustomStrategy)}."])
                : found.Aggregate(book, (so, type) => Add(so, type, VersionOf(assembly), file));
        }
        catch (Exception ex)
        {
            return book.Without(file, [$"it cannot be loaded: {Told(ex)}."]);
        }
    }

    private static StrategyBook Add(StrategyBook book, Type type, string version, string file)
    {
        try
        {
            return type.GetConstructor(Type.EmptyTypes) is null
                ? book.Without(file, [$"{type.FullName} has no public constructor without parameters."])
                : book.With((ICustomStrategy)Activator.CreateInstance(type)!, version, file);
        }
        catch (Exception ex)
        {
            return book.Without(file, [$"{type.FullName} cannot be made: {Told(ex)}."]);
        }
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "?";

    /// <summary>What a constructor threw, rather than that it threw; and of types that do not fit, the first reason.</summary>
    private static string Told(Exception thrown) => thrown switch
    {
        TargetInvocationException { InnerException: { } inner } => Told(inner),
        ReflectionTypeLoadException { LoaderExceptions: [{ } first, ..] } => Told(first),
        _ => ThrownText.Of(thrown),
    };
}
