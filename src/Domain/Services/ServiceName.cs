using System.Text.Json.Serialization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>The name of a service: a <see cref="Slug"/>, unique within its tenant.</summary>
[JsonConverter(typeof(NameJsonConverter<ServiceName>))]
public readonly record struct ServiceName(string Value) : IName<ServiceName>
{
    /// <summary>The event stream of this service.</summary>
    public string Stream => StreamPrefix + Value;

    public const string StreamPrefix = "service-";

    /// <summary>Null when the stream is not a service's.</summary>
    public static ServiceName? OfStream(string stream) =>
        stream.StartsWith(StreamPrefix, StringComparison.Ordinal) ? new(stream[StreamPrefix.Length..]) : null;

    public static ServiceName From(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>The name of an environment of a service: a <see cref="Slug"/>, unique within the service.</summary>
[JsonConverter(typeof(NameJsonConverter<EnvironmentName>))]
public readonly record struct EnvironmentName(string Value) : IName<EnvironmentName>
{
    public static EnvironmentName From(string value) => new(value);

    public override string ToString() => Value;
}
