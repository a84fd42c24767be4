using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>What is taken out of records before they leave: secrets always, the names of people and addresses on request.</summary>
internal sealed class Redaction
{
    private readonly List<(string Name, string Alias)> _people;
    private readonly HiddenAddresses? _addresses;

    private Redaction(List<(string Name, string Alias)> people, HiddenAddresses? addresses) => (_people, _addresses) = (people, addresses);

    public static Redaction OfSecrets { get; } = new([], addresses: null);

    /// <summary>
    /// Everybody who acted becomes "person 1", "person 2", in the order in which they first did, and every address "address-1.invalid": the same one throughout, so that the story still holds.
    /// </summary>
    /// <param name="records">As they are stored.</param>
    /// <param name="others">People who are named beside the records.</param>
    public static Redaction Of(IReadOnlyList<ReplayRecord> records, Hiding hiding, params IEnumerable<string> others)
    {
        var names = hiding.People ? records.SelectMany(PeopleIn).Concat(others).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList() : [];

        // The longest first: a name may be part of another.
        var redaction = new Redaction(
            [.. names.Select((name, i) => (Name: name, Alias: string.Create(CultureInfo.InvariantCulture, $"person {i + 1}"))).OrderByDescending(one => one.Name.Length)],
            hiding.Addresses ? new() : null);
        if (hiding.Addresses)
        {
            // Once through, so that they are numbered in order, and known where they come before the address that tells them.
            foreach (var e in records.SelectMany(EventsIn))
            {
                redaction.Payload(JsonSerializer.Serialize(e, e.GetType(), EventJson.Options));
            }
        }

        return redaction;
    }

    /// <summary>A payload as stored.</summary>
    public string Payload(string json)
    {
        var masked = Masking.Of(json);
        return (_people.Count == 0 && _addresses is null) || JsonNode.Parse(masked) is not { } node ? masked : Walk(node, isAddress: false)?.ToJsonString() ?? "null";
    }

    /// <summary>Text for people.</summary>
    public string Text(string text)
    {
        var masked = _addresses?.In(Masking.OfText(text)) ?? Masking.OfText(text);
        foreach (var (name, alias) in _people)
        {
            masked = WholeWords.Replace(masked, name, alias);
        }

        return masked;
    }

    private static IEnumerable<DomainEvent> EventsIn(ReplayRecord record) =>
        record.Services.Events.Select(e => (DomainEvent?)e.Event).Concat(record.History.Events.Select(e => e.Event)).OfType<DomainEvent>();

    private static IEnumerable<string> PeopleIn(ReplayRecord record) => record.History.Events.Select(e => e.Event?.Origin.By)
        .Concat(record.Services.Events.Select(e => e.Event?.Origin.By))
        .Where(by => by is { Kind: ActorKind.Person }).Select(by => by!.Name)
        .Concat(record.History.Events.Select(e => e.Event).SelectMany(Named));

    private static IEnumerable<string> Named(DeploymentEvent? @event) => @event switch
    {
        DeploymentEvent.GateDelegated e => [e.To],
        DeploymentEvent.ApprovalsVoided e => e.Of,
        _ => [],
    };

    private JsonNode? Walk(JsonNode node, bool isAddress) => node switch
    {
        JsonObject members => new JsonObject(members.ToList().Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Walk(value, HiddenAddresses.IsAddress(member.Key)) : null))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Walk(item, isAddress))]),
        _ when node.GetValueKind() == JsonValueKind.String => JsonValue.Create(isAddress && _addresses is not null ? _addresses.Whole(node.GetValue<string>()) : Text(node.GetValue<string>())),
        _ => node.DeepClone(),
    };
}

/// <summary>What is left out of an export beside secrets.</summary>
internal readonly record struct Hiding(bool People, bool Addresses)
{
    public bool IsNothing => !People && !Addresses;

    /// <summary>For the audit log.</summary>
    public string PeopleWord => Word(People);

    /// <inheritdoc cref="PeopleWord"/>
    public string AddressesWord => Word(Addresses);

    private static string Word(bool hidden) => hidden ? "hidden" : "shown";
}
