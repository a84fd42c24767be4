using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Compose;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Engine.Compose;

/// <summary>
/// Reads YAML into a tree, aliases and merge keys resolved. Bounded against files that are made to fill the memory: in characters, in depth, and in what all aliases
/// come to when they are written out. Mistakes are sentences with a place; nothing that is in a file makes it throw.
/// </summary>
public static class ComposeYaml
{
    public const int MostCharacters = 256 * 1024;

    /// <summary>Levels of lists and maps.</summary>
    public const int Deepest = 32;

    /// <summary>Texts, lists and maps, each alias counted as what it stands for.</summary>
    public const int MostNodes = 20_000;

    /// <returns>Null when there is no tree; then there is a finding that says why. With findings it is not to be used.</returns>
    public static (ComposeNode? Root, ValueList<ComposeFinding> Mistakes) Read(string text)
    {
        if (text.Length > MostCharacters)
        {
            return (null, [Mistake(new(1, 1), string.Create(CultureInfo.InvariantCulture, $"The file has {text.Length} characters; at most {MostCharacters} are read."))]);
        }

        var builder = new ComposeTree();
        try
        {
            var root = builder.Read(new Parser(new StringReader(text)));
            return (root, builder.Mistakes);
        }
        catch (ComposeTooLargeException ex)
        {
            return (null, [Mistake(ex.At, ex.Message)]);
        }
        catch (YamlException ex)
        {
            return (null, [Mistake(ComposeTree.PlaceOf(ex.Start), $"This is no YAML: {Sentence(ex)}")]);
        }
        catch (Exception ex) when (ex is ArgumentException or InvalidOperationException or FormatException or OverflowException or KeyNotFoundException or IndexOutOfRangeException or IOException)
        {
            // What the parser itself stumbles over is a mistake in the file all the same.
            return (null, [Mistake(new(1, 1), $"This cannot be read as YAML: {ex.Message}")]);
        }
    }

    internal static ComposeFinding Mistake(TextPlace at, string sentence) => new("file", at, ComposeTreatment.Refused, sentence);

    private static string Sentence(YamlException ex)
    {
        var why = ex.InnerException?.Message ?? ex.Message;
        return why.Length > 300 ? why[..300] + "…" : why.TrimEnd('.') + ".";
    }
}

/// <summary>A file that is made to be too much.</summary>
internal sealed class ComposeTooLargeException(TextPlace at, string message) : Exception(message)
{
    public TextPlace At { get; } = at;
}
