using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Domain;

/// <summary>A piece of text with one meaning; written as a plain string.</summary>
public interface IName<TSelf>
    where TSelf : struct, IName<TSelf>
{
    string Value { get; }

    static abstract TSelf From(string value);
}

internal sealed class NameJsonConverter<T> : JsonConverter<T>
    where T : struct, IName<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(reader.GetString() ?? string.Empty);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(reader.GetString() ?? string.Empty);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}
