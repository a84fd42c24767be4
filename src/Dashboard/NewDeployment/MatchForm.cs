using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>A header or cookie that picks users out, as typed.</summary>
public sealed class MatchForm
{
    public const string Whole = "value";
    public const string Beginning = "prefix";
    public const string Any = "any";

    public string By { get; set; } = Words.Of(UserKey.Header);

    public string Name { get; set; } = "";

    /// <summary>How <see cref="Text"/> is compared: <see cref="Whole"/>, <see cref="Beginning"/>, or not at all.</summary>
    public string How { get; set; } = Whole;

    public string Text { get; set; } = "";

    public JsonObject ToJson() => FormJson.Object(
        ("by", JsonValue.Create(By)),
        ("name", FormJson.Text(Name)),
        ("value", How == Whole ? JsonValue.Create(Text.Trim()) : null),
        ("prefix", How == Beginning ? JsonValue.Create(Text.Trim()) : null));

    public static MatchForm From(UserMatch match) => new()
    {
        By = Words.Of(match.By),
        Name = match.Name,
        How = match.Value is not null ? Whole : match.Prefix is not null ? Beginning : Any,
        Text = match.Value ?? match.Prefix ?? "",
    };
}
