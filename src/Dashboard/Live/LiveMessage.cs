using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Dashboard.Live;

/// <summary>A message to browsers, already serialised: however many watch, it is written once.</summary>
/// <param name="Method">The client's method.</param>
internal sealed record LiveMessage(string Method, RawJson Body)
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static LiveMessage Of<T>(string method, T body) => new(method, new(JsonSerializer.SerializeToUtf8Bytes(body, s_json)));
}

/// <summary>JSON that is put into a message as it is.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8);

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Messages are only sent.");

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
