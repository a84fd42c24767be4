using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Engine.Yaml;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Reads a pasted text, which may be JSON or YAML. Most JSON is YAML as well, which knows where things stand; what is only JSON is read as such.</summary>
internal static class BodyText
{
    public static YamlDocument Read(string text)
    {
        var yaml = JsonOfYaml.Read(text);
        return text.AsSpan().TrimStart() is ['{', ..] && Json(text) is { } json ? yaml with { Root = json, Mistakes = [] } : yaml;
    }

    private static JsonObject? Json(string text)
    {
        try
        {
            return JsonObject.Create(RequestBody.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
        }
        catch (ProblemException)
        {
            return null;   // the other reader says why, with the place
        }
    }
}
