using System.Globalization;
using System.Text.Json.Serialization;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>Identifies a deployment within its tenant: the service's name and a number that grows by one (<c>checkout-12</c>).</summary>
[JsonConverter(typeof(NameJsonConverter<DeploymentId>))]
public readonly record struct DeploymentId(string Value) : IName<DeploymentId>
{
    /// <summary>The event stream of this deployment.</summary>
    public string Stream => StreamPrefix + Value;

    public const string StreamPrefix = "deployment-";

    /// <summary>The service that it is of; null for a text that is no id.</summary>
    public ServiceName? Service => Value.LastIndexOf('-') is > 0 and var dash && Slug.IsValid(Value[..dash]) && int.TryParse(Value.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? new(Value[..dash])
        : null;

    public static DeploymentId From(string value) => new(value);

    public static DeploymentId Of(ServiceName service, int number) => new(string.Create(CultureInfo.InvariantCulture, $"{service.Value}-{number}"));

    /// <summary>Null when the stream is not a deployment's.</summary>
    public static DeploymentId? OfStream(string stream) =>
        stream.StartsWith(StreamPrefix, StringComparison.Ordinal) ? new(stream[StreamPrefix.Length..]) : null;

    public override string ToString() => Value;
}
