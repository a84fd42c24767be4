using AngleSharp.Dom;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Tests.Resources;

/// <summary>The real texts, marked, and a third longer as some languages are.</summary>
internal sealed class PseudoTexts(IStringLocalizerFactory factory) : IStringLocalizer<Texts>
{
    // Names, numbers and lengths are nobody's words; why something is not legal is the domain's sentence.
    private static readonly string[] Data = ["shop", "next", "production", "ada", "Ben", "deployments", "UTC", "GMT", "compact"];

    private readonly IStringLocalizer _real = factory.Create(typeof(Texts));

    public LocalizedString this[string name] => Marked(_real[name]);

    public LocalizedString this[string name, params object[] arguments] => Marked(_real[name, arguments]);

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _real.GetAllStrings(includeParentCultures).Select(Marked);

    private static LocalizedString Marked(LocalizedString real) => new(real.Name, $"⟦{real.Value}{new string('·', real.Value.Length / 3)}⟧", real.ResourceNotFound);

    /// <summary>What a page shows beside the texts of the resources.</summary>
    /// <param name="apart">A selector of what holds sentences of the record besides what is marked as such.</param>
    public static string[] Untranslated(INodeList nodes, string? apart = null) =>
    [
        .. nodes.SelectMany(node => node.GetDescendantsAndSelf()).OfType<IText>()
            .Where(text => text.ParentElement is { } parent && !parent.Matches("code, code *, pre, pre *, kbd, option, [disabled] > .visually-hidden, textarea") && !parent.Matches("[data-recorded], [data-recorded] *") && (apart is null || !parent.Matches(apart)))
            .Select(text => text.Data.Trim())
            .Where(text => !text.Contains('⟦', StringComparison.Ordinal) && text.Split([' ', '/', ',', '→', '–', '#', '-', ':', '.'], StringSplitOptions.RemoveEmptyEntries).Any(IsWord))
            .Distinct(StringComparer.Ordinal),
    ];

    private static bool IsWord(string part) => part.Length > 2 && part.All(char.IsLetter) && !Data.Contains(part, StringComparer.OrdinalIgnoreCase);
}
