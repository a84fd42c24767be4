using System.Text.Json;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>A form as the browser keeps it.</summary>
public sealed record Draft(DateTimeOffset At, DeploymentForm Form)
{
    public static string Key(string user, string service) => $"sluice.draft.{user}.{service}";

    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Null when there is none, or one that this program cannot read.</summary>
    public static Draft? Read(string? text)
    {
        try
        {
            return string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize<Draft>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
