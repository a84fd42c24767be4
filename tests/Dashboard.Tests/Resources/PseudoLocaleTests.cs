using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Palette;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Vitals;

namespace Sluice.Dashboard.Tests.Resources;

/// <summary>Pages in a language that nobody speaks: what is not marked as translated was not asked of the resources.</summary>
public sealed class PseudoLocaleTests : IAsyncDisposable
{
    // Names, numbers and lengths are nobody's words; why something is not legal is the domain's sentence.
    private static readonly string[] Data = ["shop", "next", "production", "ada", "deployments", "UTC", "GMT", "compact"];

    private readonly ConsoleWorld _world = new(services => services.AddSingleton<IStringLocalizer<Texts>, Pseudo>());

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void The_scan_finds_words_that_are_not_translated()
    {
        var page = _world.Console.Render(builder => builder.AddMarkupContent(0, "<p>⟦Fine⟧</p><p>shop 12 ms</p><p>Plain words</p>"));
        Assert.Equal(["Plain words"], Untranslated(page.Nodes));
    }

    [Fact]
    public async Task Every_page_speaks_from_the_resources_alone()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        await _world.StartAsync("shop", stable: 2);
        Assert.Empty(Untranslated(_world.Open<FleetPage>("/fleet").Nodes));
        Assert.Empty(Untranslated(_world.Open<ServicePage>("/s/shop?compare=1%2C2", parameters => parameters.Add(page => page.Name, "shop")).Nodes));
        Assert.Empty(Untranslated(_world.Open<HealthPage>("/health").Nodes));
        Assert.Empty(Untranslated(_world.Open<DeclareServicePage>("/services/new").Nodes));
        Assert.Empty(Untranslated(_world.Open<CommandPalette>("/fleet").Nodes));
    }

    private static string[] Untranslated(INodeList nodes) =>
    [
        .. nodes.SelectMany(node => node.GetDescendantsAndSelf()).OfType<IText>()
            .Where(text => text.ParentElement is { } parent && !parent.Matches("code, code *, pre, pre *, kbd, option, small, [disabled] > .visually-hidden, textarea, .muted"))
            .Select(text => text.Data.Trim())
            .Where(text => !text.Contains('⟦', StringComparison.Ordinal) && text.Split([' ', '/', ',', '→', '–', '#', '-', ':', '.'], StringSplitOptions.RemoveEmptyEntries).Any(IsWord))
            .Distinct(StringComparer.Ordinal),
    ];

    private static bool IsWord(string part) => part.Length > 2 && part.All(char.IsLetter) && !Data.Contains(part, StringComparer.OrdinalIgnoreCase);

    /// <summary>The real texts, marked, and a third longer as some languages are.</summary>
    private sealed class Pseudo(IStringLocalizerFactory factory) : IStringLocalizer<Texts>
    {
        private readonly IStringLocalizer _real = factory.Create(typeof(Texts));

        public LocalizedString this[string name] => Marked(_real[name]);

        public LocalizedString this[string name, params object[] arguments] => Marked(_real[name, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _real.GetAllStrings(includeParentCultures).Select(Marked);

        private static LocalizedString Marked(LocalizedString real) => new(real.Name, $"⟦{real.Value}{new string('·', real.Value.Length / 3)}⟧", real.ResourceNotFound);
    }
}
