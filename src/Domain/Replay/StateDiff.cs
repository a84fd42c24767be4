using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain.Deployments;

namespace Sluice.Domain.Replay;

/// <summary>One field that differs between two states.</summary>
/// <param name="Path">As in <c>phases[1].status</c>.</param>
/// <param name="Before">JSON text; null where the field was not there.</param>
/// <param name="After">JSON text; null where the field is gone.</param>
public sealed record FieldChange(string Path, string? Before, string? After);

/// <summary>Compares states field by field, as flattened JSON.</summary>
public static class StateDiff
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new StatusConverter() },
    };

    /// <param name="before">Null before the first event.</param>
    public static IReadOnlyList<FieldChange> Between(Deployment? before, Deployment? after)
    {
        if (Equals(before, after))
        {
            return [];
        }

        var (old, now) = (Flat(before), Flat(after));
        return
        [
            .. old.Keys.Union(now.Keys, StringComparer.Ordinal)
                .Select(path => new FieldChange(path, old.GetValueOrDefault(path), now.GetValueOrDefault(path)))
                .Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal)),
        ];
    }

    private static Dictionary<string, string> Flat(Deployment? state)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        if (state is not null)
        {
            Add(fields, string.Empty, JsonSerializer.SerializeToElement(state, s_json));

            // What is folded into a gate is no part of its stored form.
            if (state.OpenGate is { } gate)
            {
                Add(fields, "openGate", JsonSerializer.SerializeToElement(new { gate.Votes, gate.CarryOn, gate.Delegates, gate.Talk, gate.Lapse, gate.RemindedAt }, s_json));
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
                    Add(fields, path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
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
