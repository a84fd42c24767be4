using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>What is taken out of records before they leave: secrets always, the names of people and addresses on request.</summary>
internal sealed class Redaction
{
    private readonly HiddenPeople _people;
    private readonly HiddenAddresses? _addresses;

    private Redaction(HiddenPeople people, HiddenAddresses? addresses) => (_people, _addresses) = (people, addresses);

    public static Redaction OfSecrets { get; } = new(HiddenPeople.None, addresses: null);

    /// <summary>
    /// Everybody who acted or is named becomes "person 1", "person 2", in the order in which they first did, and every address "address-1.invalid": the same one throughout, so that the story still holds.
    /// </summary>
    /// <param name="records">As they are stored.</param>
    /// <param name="others">Those whom a field beside the records names.</param>
    /// <param name="texts">What was written beside the records.</param>
    public static Redaction Of(IReadOnlyList<ReplayRecord> records, Hiding hiding, IEnumerable<string>? others = null, IEnumerable<string>? texts = null)
    {
        var redaction = new Redaction(
            hiding.People
                ? HiddenPeople.Of(records.SelectMany(PeopleInRecords.Acting).Concat(others ?? []), records.SelectMany(EventsIn).SelectMany(PeopleInRecords.Texts).Concat(texts ?? []).SelectMany(text => Mentions.In(text)))
                : HiddenPeople.None,
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
        return (_people.IsEmpty && _addresses is null) || JsonNode.Parse(masked) is not { } node ? masked : Walk(node, field: "")?.ToJsonString() ?? "null";
    }

    /// <summary>Text for people.</summary>
    public string Text(string text) => _people.InText(_addresses?.In(Masking.OfText(text)) ?? Masking.OfText(text));

    private static IEnumerable<DomainEvent> EventsIn(ReplayRecord record) =>
        record.Services.Events.Select(e => (DomainEvent?)e.Event).Concat(record.History.Events.Select(e => e.Event)).OfType<DomainEvent>();

    private JsonNode? Walk(JsonNode node, string field)
    {
        switch (node)
        {
            case JsonObject members:
                var hidden = new JsonObject();
                foreach (var (name, value) in members)
                {
                    hidden[name.Contains('.', StringComparison.Ordinal) ? _addresses?.In(name, isProse: false) ?? name : name] = value is null ? null : Walk(value, name);
                }

                return hidden;
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is null ? null : Walk(item, field))]);
            default:
                return node.GetValueKind() == JsonValueKind.String ? JsonValue.Create(Value(field, node.GetValue<string>())) : node.DeepClone();
        }
    }

    private string Value(string field, string value)
    {
        var isProse = IsProse(field, value);
        var hidden = _addresses?.Field(field, value, isProse) ?? value;
        return isProse ? _people.InText(hidden) : _people.InWords(hidden);
    }

    /// <summary>Words that programs read must stay what they are, even where somebody is called like one.</summary>
    private static bool IsProse(string field, string value) =>
        field is "text" or "title" or "comment" or "question" or "description" or "instructions" or "notes" or "owners" or "to" || value.Any(c => char.IsWhiteSpace(c) || c == '@');
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
