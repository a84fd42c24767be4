using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>What is taken out of a record before it leaves: secrets always, the names of people on request.</summary>
internal sealed class Redaction
{
    private readonly List<(string Name, string Alias)> _people;

    private Redaction(List<(string Name, string Alias)> people) => _people = people;

    public static Redaction OfSecrets { get; } = new([]);

    public bool HidesPeople => _people.Count > 0;

    /// <summary>Everybody who acted becomes "person 1", "person 2", in the order in which they first did: the same one throughout, so that the story still holds.</summary>
    public static Redaction OfPeople(ReplayRecord record)
    {
        var names = record.History.Events.Select(e => e.Event?.Origin.By)
            .Concat(record.Services.Events.Select(e => e.Event?.Origin.By))
            .Where(by => by is { Kind: ActorKind.Person }).Select(by => by!.Name)
            .Concat(record.History.Events.Select(e => e.Event).SelectMany(Named))
            .Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList();

        // The longest first: a name may be part of another.
        return new([.. names.Select((name, i) => (Name: name, Alias: string.Create(CultureInfo.InvariantCulture, $"person {i + 1}"))).OrderByDescending(one => one.Name.Length)]);
    }

    /// <summary>A payload as stored.</summary>
    public string Payload(string json)
    {
        var masked = Masking.Of(json);
        return _people.Count == 0 || JsonNode.Parse(masked) is not { } node ? masked : Walk(node)?.ToJsonString() ?? "null";
    }

    /// <summary>Text for people.</summary>
    public string Text(string text)
    {
        var masked = Masking.OfText(text);
        foreach (var (name, alias) in _people)
        {
            masked = Replace(masked, name, alias);
        }

        return masked;
    }

    private static IEnumerable<string> Named(DeploymentEvent? @event) => @event switch
    {
        DeploymentEvent.GateDelegated e => [e.To],
        DeploymentEvent.ApprovalsVoided e => e.Of,
        _ => [],
    };

    private JsonNode? Walk(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.ToList().Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Walk(value) : null))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Walk(item))]),
        _ when node.GetValueKind() == JsonValueKind.String => JsonValue.Create(Text(node.GetValue<string>())),
        _ => node.DeepClone(),
    };

    /// <summary>Whole words only: "Al" is not in "Also".</summary>
    private static string Replace(string text, string name, string alias)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            var isWord = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            (text, at) = isWord ? ($"{text[..at]}{alias}{text[end..]}", at + alias.Length) : (text, end);
            if (at >= text.Length)
            {
                break;
            }
        }

        return text;
    }
}
