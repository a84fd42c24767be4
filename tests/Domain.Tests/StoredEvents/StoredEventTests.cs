using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sluice.Domain.Events;

namespace Sluice.Domain.Tests.StoredEvents;

/// <summary>What was stored once is read for ever. When a test here fails, change the code, never the file.</summary>
public sealed class StoredEventTests
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly Dictionary<string, DomainEvent> s_samples = Samples.All.ToDictionary(e => e.GetType().Name, StringComparer.Ordinal)
        .Concat(Samples.Variants).ToDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names() => [.. s_samples.Keys];

    [Fact]
    public void Every_event_has_a_sample_and_a_file()
    {
        var events = typeof(DomainEvent).Assembly.GetTypes().Where(t => typeof(DomainEvent).IsAssignableFrom(t) && !t.IsAbstract).Select(t => t.Name).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(events, Samples.All.Select(e => e.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Equal([.. events, .. Samples.Variants.Keys], Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).OrderBy(name => name.Contains('.', StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stored_event_still_reads(string name) => Assert.Equal(Sample(name), Read(name, Stored(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_still_written_as_it_was(string name) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Stored(name)), JsonNode.Parse(Write(Sample(name)))), Write(Sample(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_keys_does_not_matter(string name) => Assert.Equal(Sample(name), Read(name, AsJsonb(JsonNode.Parse(Stored(name)))!.ToJsonString()));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_field_that_is_no_longer_known_is_passed_over(string name)
    {
        var stored = JsonNode.Parse(Stored(name))!;
        stored["onceKnown"] = new JsonObject { ["x"] = 1 };
        Assert.Equal(Sample(name), Read(name, stored.ToJsonString()));
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "StoredEvents");

    private static DomainEvent Sample(string name) => s_samples[name];

    private static string Stored(string name) => File.ReadAllText(Path.Combine(Folder, name + ".json"));

    private static string Write(DomainEvent @event) => JsonSerializer.Serialize(@event, @event.GetType(), s_json);

    private static object? Read(string name, string json) => JsonSerializer.Deserialize(json, Sample(name).GetType(), s_json);

    /// <summary>PostgreSQL's order: shorter keys first, then by bytes.</summary>
    private static JsonNode? AsJsonb(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key.Length).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, AsJsonb(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(AsJsonb)]),
        _ => node?.DeepClone(),
    };
}
