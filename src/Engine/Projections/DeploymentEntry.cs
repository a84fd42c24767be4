using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;

namespace Sluice.Engine.Projections;

/// <summary>One row of the deployment read model while it is folded: the domain's own state, so that lists cannot disagree with pages.</summary>
/// <param name="Version">Of the deployment's stream.</param>
internal sealed record DeploymentEntry(Deployment State, long Version, DateTimeOffset ChangedAt, bool Superseded)
{
    private static readonly JsonSerializerOptions s_json = CreateJson();

    public Course Course { get; init; } = Course.None;

    public static byte[] WriteCourse(Course course) => JsonSerializer.SerializeToUtf8Bytes(course, s_json);

    public static Course ReadCourse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Course>(json, s_json) ?? throw new JsonException("How a deployment went cannot be null.");

    public static byte[] Write(Deployment state) => JsonSerializer.SerializeToUtf8Bytes(state, s_json);

    public static Deployment ReadState(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Deployment>(json, s_json) ?? throw new JsonException("A deployment's state cannot be null.");

    private static JsonSerializerOptions CreateJson()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // What is worked out from the rest is worked out again.
            IgnoreReadOnlyProperties = true,
            Converters = { new JsonStringEnumConverter() },
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameStatuses, KeepAnswers } },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void NameStatuses(JsonTypeInfo type)
    {
        if (type.Type != typeof(DeploymentStatus))
        {
            return;
        }

        type.PolymorphismOptions = new();
        foreach (var status in typeof(DeploymentStatus).GetNestedTypes())
        {
            type.PolymorphismOptions.DerivedTypes.Add(new(status, status.Name));
        }
    }

    /// <summary>Events leave out what became of a gate later, as later events tell it; a state has to keep it.</summary>
    private static void KeepAnswers(JsonTypeInfo type)
    {
        if (type.Type != typeof(Gate))
        {
            return;
        }

        foreach (var property in type.Type.GetProperties().Where(property => property.CanWrite))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var kept = type.Properties.FirstOrDefault(json => json.Name == name);
            if (kept is null)
            {
                kept = type.CreateJsonPropertyInfo(property.PropertyType, name);
                type.Properties.Add(kept);
            }

            (kept.Get, kept.Set) = (kept.Get ?? property.GetValue, kept.Set ?? property.SetValue);
            kept.ShouldSerialize = static (_, value) => value is not null;
        }
    }
}
