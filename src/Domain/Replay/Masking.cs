using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Domain.Replay;

/// <summary>Takes out of payloads what must not leave the installation: values of fields that are named like secrets, of environment variables, and credentials within addresses.</summary>
public static partial class Masking
{
    public const string Mask = "•••";

    private static readonly string[] s_words = ["password", "passwd", "secret", "token", "apikey", "api_key", "authorization", "credential", "connectionstring", "privatekey", "private_key"];

    /// <param name="json">A payload as stored.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static string Of(string json)
    {
        var node = JsonNode.Parse(json, documentOptions: new() { MaxDepth = 128 });
        return (node is null ? null : Walk(node, isSecret: false))?.ToJsonString() ?? "null";
    }

    /// <summary>Of text for people: credentials in addresses, and what follows <c>password=</c> and the like.</summary>
    public static string OfText(string text) => Assignment().Replace(UserInfo().Replace(text, $"${{scheme}}{Mask}@"), $"${{name}}{Mask}");

    private static JsonNode? Walk(JsonNode node, bool isSecret)
    {
        switch (node)
        {
            case JsonObject members:
                // A variable of a release: its name may say anything, so its value is never shown.
                var isVariable = members.Count == 2 && members.ContainsKey("name") && members.ContainsKey("value");
                return new JsonObject(members.ToList().Select(member => KeyValuePair.Create(
                    member.Key, member.Value is { } value ? Walk(value, isSecret || IsSecret(member.Key) || (isVariable && member.Key == "value" && value.GetValueKind() == JsonValueKind.String)) : null)));
            case JsonArray items:
                return new JsonArray([.. items.Select(item => item is null ? null : Walk(item, isSecret))]);
            default:
                return isSecret ? JsonValue.Create(Mask)
                    : node.GetValueKind() == JsonValueKind.String ? JsonValue.Create(OfText(node.GetValue<string>()))
                    : node.DeepClone();
        }
    }

    private static bool IsSecret(string name) => s_words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"(?<scheme>[a-z][a-z0-9+.-]*://)[^\s/@""']+@", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(?<name>\b(password|passwd|pwd|secret|token|api[_-]?key|authorization)\s*[=:]\s*(bearer\s+)?)[^\s;,&""']+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assignment();
}
