using Microsoft.AspNetCore.Components;

namespace Sluice.Architecture.Tests;

public sealed class TypeTests
{
    // The Razor compiler writes "partial class" and leaves out the rest; a code-behind adds it where there is one.
    [Fact]
    public void Every_class_is_sealed_abstract_or_static() =>
        Assert.Empty(Product.Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !typeof(IComponent).IsAssignableFrom(type) && !IsEntryPoint(type)).Select(type => type.FullName));

    [Fact]
    public void A_namespace_equals_its_folder()
    {
        var strays = Product.Files("src", ".cs")
            .Select(file => (File: file, Declared: Declaration(file)))
            .Where(source => source.Declared is not null && !string.Equals(source.Declared, Expected(source.File), StringComparison.Ordinal))
            .Select(source => $"{source.File} declares {source.Declared}");
        Assert.Empty(strays);
    }

    private static bool IsEntryPoint(Type type) => string.Equals(type.Name, "Program", StringComparison.Ordinal);

    private static string? Declaration(string file) => Product.Read(file).Split('\n')
        .FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';', '\r', ' ');

    private static string Expected(string file) => "Sluice." + Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.');
}
