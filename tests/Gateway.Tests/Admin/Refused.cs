using System.Text;
using Sluice.Gateway.Admin;

namespace Sluice.Gateway.Tests.Admin;

/// <summary>Configurations that the gateway does not take.</summary>
internal static class Refused
{
    /// <summary>Its one mistake, which says what would be right.</summary>
    public static (string Field, string Found) Only(string json)
    {
        Assert.Null(ConfigReader.Read(Encoding.UTF8.GetBytes(json), out var refusal));
        var mistake = Assert.Single(refusal.Mistakes);
        Assert.NotEmpty(mistake.Remedy);
        return (mistake.Field, mistake.Found);
    }
}
