using System.Globalization;
using System.Text.Json.Serialization;

namespace Sluice.Domain.Incidents;

/// <summary>Identifies an incident within its tenant: <c>i1</c>, <c>i2</c>, …</summary>
[JsonConverter(typeof(NameJsonConverter<IncidentId>))]
public readonly record struct IncidentId(string Value) : IName<IncidentId>
{
    public static IncidentId From(string value) => new(value);

    public static IncidentId Of(int number) => new(string.Create(CultureInfo.InvariantCulture, $"i{number}"));

    public override string ToString() => Value;
}
