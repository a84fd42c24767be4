using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Engine.Store;

/// <summary>How payloads are written: as Marten's System.Text.Json serializer with camel case and enums as strings.</summary>
public static class EventJson
{
    /// <summary>Shared and read-only, because the options hold the cache of everything learned about the types.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            // What follows from other members is computed again on reading; it is no fact to store.
            IgnoreReadOnlyProperties = true,
            // jsonb sorts keys, so a type discriminator does not come back first.
            AllowOutOfOrderMetadataProperties = true,
            Converters = { new JsonStringEnumConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
