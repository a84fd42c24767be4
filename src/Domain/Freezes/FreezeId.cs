using System.Globalization;
using System.Text.Json.Serialization;

namespace Sluice.Domain.Freezes;

/// <summary>Identifies a freeze within its tenant: <c>f1</c>, <c>f2</c>, …</summary>
[JsonConverter(typeof(NameJsonConverter<FreezeId>))]
public readonly record struct FreezeId(string Value) : IName<FreezeId>
{
    public static FreezeId From(string value) => new(value);

    public static FreezeId Of(int number) => new(string.Create(CultureInfo.InvariantCulture, $"f{number}"));

    public override string ToString() => Value;
}
