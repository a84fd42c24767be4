using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Sluice.Domain.Events;

namespace Sluice.Engine.Store;

/// <summary>Which kind of event is stored under which name, in both directions. Fixed at start; doubles are refused there.</summary>
public sealed class EventCatalogue
{
    private readonly FrozenDictionary<Type, EventKind> _byType;
    private readonly FrozenDictionary<string, EventReader> _byAlias;

    /// <exception cref="ArgumentException">Two types share an alias, or an upcast leads nowhere. The message lists every mistake.</exception>
    public EventCatalogue(IEnumerable<Type> types, IEnumerable<Upcast>? upcasts = null)
    {
        var kinds = types.Distinct().Select(type => new EventKind(type)).ToList();
        var steps = (upcasts ?? []).ToList();
        var mistakes = Doubles(kinds, steps).ToList();
        var readers = new Dictionary<string, EventReader>(StringComparer.Ordinal);
        kinds.ForEach(kind => readers.TryAdd(kind.Alias, new EventReader(kind, [])));
        mistakes.AddRange(AddUpcasts(readers, steps).Select(step => $"The upcast from '{step.From}' leads to '{step.To}', which is no kind of event."));
        if (mistakes.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", mistakes), nameof(types));
        }

        _byType = kinds.ToFrozenDictionary(kind => kind.Type);
        _byAlias = readers.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Alias and type of every kind that can be written.</summary>
    public IEnumerable<(string Alias, Type Type)> Kinds => _byType.Values.Select(kind => (kind.Alias, kind.Type));

    /// <summary>All sealed events of the assemblies.</summary>
    public static EventCatalogue Scan(IEnumerable<Assembly> assemblies, IEnumerable<Upcast>? upcasts = null) =>
        new(assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsSealed && type.IsSubclassOf(typeof(DomainEvent))), upcasts);

    /// <summary>Reads what is stored, for readers that show what they cannot understand.</summary>
    /// <param name="alias">The name it is stored under.</param>
    /// <param name="data">The payload as stored, JSON.</param>
    /// <param name="problem">Why it cannot be read; null when it can.</param>
    /// <returns>Null for a kind that nobody knows, and for a payload that is not of its kind.</returns>
    public DomainEvent? TryRead(string alias, string data, out string? problem)
    {
        if (ReaderOf(alias) is not { } reader)
        {
            problem = alias;
            return null;
        }

        try
        {
            problem = null;
            return reader.Read(System.Text.Encoding.UTF8.GetBytes(data));
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or NotSupportedException or FormatException or ArgumentException)
        {
            problem = $"{alias}: {ex.Message}";
            return null;
        }
    }

    /// <exception cref="ArgumentException">The type is not in the catalogue.</exception>
    internal EventKind KindOf(DomainEvent @event) =>
        _byType.GetValueOrDefault(@event.GetType())
        ?? throw new ArgumentException($"{@event.GetType()} is not a known kind of event. It must be sealed and in a scanned assembly.", nameof(@event));

    internal EventReader? ReaderOf(string alias) => _byAlias.GetValueOrDefault(alias);

    private static IEnumerable<string> Doubles(List<EventKind> kinds, List<Upcast> upcasts) =>
        kinds.Select(kind => (kind.Alias, By: kind.Type.ToString()))
            .Concat(upcasts.Select(step => (Alias: step.From, By: $"the upcast to '{step.To}'")))
            .GroupBy(claim => claim.Alias, StringComparer.Ordinal)
            .Where(claims => claims.Count() > 1)
            .Select(claims => $"The stored name '{claims.Key}' is claimed by {string.Join(" and ", claims.Select(claim => claim.By))}.");

    /// <returns>The steps that lead nowhere.</returns>
    private static List<Upcast> AddUpcasts(Dictionary<string, EventReader> readers, List<Upcast> upcasts)
    {
        var waiting = upcasts.Where(step => !readers.ContainsKey(step.From)).ToList();
        for (var before = -1; waiting.Count != before;)
        {
            before = waiting.Count;
            waiting.RemoveAll(step => readers.TryGetValue(step.To, out var next) && readers.TryAdd(step.From, next.After(step)));
        }

        return waiting;
    }
}

/// <summary>One kind of event, ready to be written.</summary>
internal sealed class EventKind(Type type)
{
    public Type Type { get; } = type;

    public string Alias { get; } = EventNames.AliasOf(type);

    public string DotNetType { get; } = EventNames.DotNetTypeOf(type);

    public JsonTypeInfo Json { get; } = EventJson.Options.GetTypeInfo(type);

    public byte[] Write(DomainEvent @event) => JsonSerializer.SerializeToUtf8Bytes(@event, Json);
}

/// <summary>Reads what is stored under one alias, old shapes included.</summary>
internal sealed class EventReader(EventKind kind, Func<JsonNode, JsonNode>[] changes)
{
    public EventReader After(Upcast step) => step.Change is null ? this : new(kind, [step.Change, .. changes]);

    public DomainEvent Read(ReadOnlySpan<byte> json)
    {
        if (changes.Length == 0)
        {
            return (DomainEvent)JsonSerializer.Deserialize(json, kind.Json)!;
        }

        var node = JsonNode.Parse(json)!;
        foreach (var change in changes)
        {
            node = change(node);
        }

        return (DomainEvent)node.Deserialize(kind.Json)!;
    }
}
