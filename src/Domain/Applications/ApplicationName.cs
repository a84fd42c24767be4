using System.Text.Json.Serialization;

namespace Sluice.Domain.Applications;

/// <summary>The name of an application, a <see cref="Validation.Slug"/>: what services of one file have in common. Unique within its tenant.</summary>
[JsonConverter(typeof(NameJsonConverter<ApplicationName>))]
public readonly record struct ApplicationName(string Value) : IName<ApplicationName>
{
    public static ApplicationName From(string value) => new(value);

    public override string ToString() => Value;
}
