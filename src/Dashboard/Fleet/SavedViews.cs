using System.Text.Json.Serialization;
using Sluice.Domain.Settings;

namespace Sluice.Dashboard.Fleet;

/// <summary>A filter of the fleet under a name.</summary>
/// <param name="Slug">Stands in the address.</param>
/// <param name="State">The counter; null for none.</param>
/// <param name="Text">What the filter box says; null for nothing.</param>
public sealed record SavedView(string Name, string Slug, string? State, string? Text)
{
    /// <summary>By what the lines stand together; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Group { get; init; }

    /// <summary>What a team shares, as a view of its own: the address says whose it is.</summary>
    public static SavedView Of(TeamView view) => new(view.Name, view.Key, view.State, view.Text) { Group = view.Group };

    [JsonIgnore]
    public string Href
    {
        get
        {
            var query = new List<string>();
            if (State is not null)
            {
                query.Add($"state={Uri.EscapeDataString(State)}");
            }

            if (Text is not null)
            {
                query.Add($"q={Uri.EscapeDataString(Text)}");
            }

            if (Group is not null)
            {
                query.Add($"group={Group}");
            }

            return $"/fleet?{string.Join('&', query.Append($"view={Slug}"))}";
        }
    }
}

/// <summary>The views of one person, by name.</summary>
/// <param name="First">Slug of the one that the start page begins with; null for none.</param>
public sealed record SavedViews(IReadOnlyList<SavedView> Views, string? First = null)
{
    public const int Most = 20;
    public const int LongestName = SettingsRules.LongestName;

    /// <summary>What they are kept under.</summary>
    public const string Key = "fleet.views";

    public static SavedViews None { get; } = new([]);

    public SavedView? Find(string? slug) => Views.FirstOrDefault(view => string.Equals(view.Slug, slug, StringComparison.Ordinal));

    /// <summary>One of the same name is replaced; names that differ in nothing but their case or their signs are one.</summary>
    public SavedViews With(string name, string? state, string? text, string? group = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        var view = new SavedView(name, ViewSlug.Of(name), state, string.IsNullOrWhiteSpace(text) ? null : text.Trim()) { Group = group };
        return this with { Views = [.. Views.Where(other => other.Slug != view.Slug).Append(view).OrderBy(other => other.Name, StringComparer.OrdinalIgnoreCase)] };
    }

    public SavedViews Without(string slug) => new([.. Views.Where(view => view.Slug != slug)], First == slug ? null : First);
}
