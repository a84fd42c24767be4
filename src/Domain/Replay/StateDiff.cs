using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;

namespace Sluice.Domain.Replay;

/// <summary>One field that differs between two states.</summary>
/// <param name="Path">As in <c>phases[1].status</c>.</param>
/// <param name="Before">JSON text; null where the field was not there.</param>
/// <param name="After">JSON text; null where the field is gone.</param>
public sealed record FieldChange(string Path, string? Before, string? After);

/// <summary>Compares states field by field, as flattened JSON, without values of variables. What is equal as a value is not written out: of a state most stays as it was.</summary>
public static class StateDiff
{
    private const string OpenGate = "openGate";

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new StatusConverter(), new VariableConverter() },
    };

    private static readonly JsonPropertyInfo[] s_fields = [.. s_json.GetTypeInfo(typeof(Deployment)).Properties.Where(field => field is { Get: not null, Set: not null })];

    /// <param name="before">Null before the first event.</param>
    public static IReadOnlyList<FieldChange> Between(Deployment? before, Deployment? after)
    {
        if (Equals(before, after))
        {
            return [];
        }

        return [.. s_fields.SelectMany(field => Between(field, before, after))];
    }

    private static IEnumerable<FieldChange> Between(JsonPropertyInfo field, Deployment? before, Deployment? after)
    {
        var (one, other) = (before is null ? null : field.Get!(before), after is null ? null : field.Get!(after));
        if (Equals(one, other))
        {
            return [];
        }

        var (old, now) = (Flat(field, one), Flat(field, other));
        return old.Keys.Union(now.Keys, StringComparer.Ordinal)
            .Select(path => new FieldChange(path, old.GetValueOrDefault(path), now.GetValueOrDefault(path)))
            .Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Flat(JsonPropertyInfo field, object? value)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value is not null)
        {
            Add(fields, field.Name, JsonSerializer.SerializeToElement(value, field.PropertyType, s_json));

            // What is folded into a gate is no part of its stored form.
            if (field.Name == OpenGate && value is Gate gate)
            {
                Add(fields, OpenGate, JsonSerializer.SerializeToElement(new { gate.Votes, gate.CarryOn, gate.Delegates, gate.Talk, gate.Lapse, gate.RemindedAt }, s_json));
            }
        }

        return fields;
    }

    private static void Add(Dictionary<string, string> fields, string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Add(fields, $"{path}.{member.Name}", member.Value);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Add(fields, FormattableString.Invariant($"{path}[{index++}]"), item);
                }

                break;
            default:
                fields[path] = value.GetRawText();
                break;
        }
    }

    /// <summary>Its name may say anything, so its value is never shown.</summary>
    private sealed class VariableConverter : JsonConverter<EnvironmentVariable>
    {
        public override EnvironmentVariable Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("States are only written.");

        public override void Write(Utf8JsonWriter writer, EnvironmentVariable value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("name", value.Name);
            writer.WritePropertyName("value");
            writer.WriteRawValue($"\"{Masking.Mask}\"");
            writer.WriteEndObject();
        }
    }

    /// <summary>A status with its name: its kinds have different fields.</summary>
    private sealed class StatusConverter : JsonConverter<DeploymentStatus>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(DeploymentStatus);

        public override DeploymentStatus Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("States are only written.");

        public override void Write(Utf8JsonWriter writer, DeploymentStatus value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("is", Words.Status(value));
            foreach (var member in JsonSerializer.SerializeToElement(value, value.GetType(), options).EnumerateObject())
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }
}
