using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Notifications;

namespace Sluice.Dashboard.Api.Input;

/// <summary>A channel as somebody asks for it.</summary>
/// <param name="Secret">One that they bring along; null otherwise.</param>
/// <param name="MakeSecret">One is to be made in place of the one it has.</param>
internal sealed record AskedChannel(ChannelSpec Spec, string? Secret, bool MakeSecret);

/// <summary>Reads a channel. What it may be the rules say.</summary>
internal static class ChannelInput
{
    private static readonly Dictionary<string, NotificationKind> s_kinds = Enum.GetValues<NotificationKind>().ToDictionary(Words.Of, StringComparer.Ordinal);

    /// <param name="isNew">One that is new gets a secret in any case.</param>
    public static AskedChannel Read(JsonInput input, bool isNew)
    {
        input.Require("name", $"1 to {ChannelRules.LongestName} characters");
        input.Require("address", "an address such as https://hooks.example.org/sluice");
        var spec = new ChannelSpec(input.Text("name")?.Trim() ?? string.Empty, input.Text("address")?.Trim() ?? string.Empty)
        {
            Team = input.Text("team"),
            Services = input.Texts("services") ?? [],
            Environments = input.Texts("environments") ?? [],
            Kinds = Kinds(input),
            IsOn = input.Flag("on") ?? true,
        };
        return new(spec, input.Text("secret"), !isNew && input.Flag("new_secret") == true);
    }

    private static ValueList<NotificationKind> Kinds(JsonInput input)
    {
        if (input.Texts("kinds") is not { } words)
        {
            return ChannelSpec.Usual;
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (!s_kinds.ContainsKey(words[i]))
            {
                input.Errors.Add(string.Create(CultureInfo.InvariantCulture, $"kinds[{i}]"), InputErrors.Short(words[i]), "one of " + string.Join(", ", s_kinds.Keys));
            }
        }

        return words.Where(s_kinds.ContainsKey).Select(word => s_kinds[word]).Distinct().ToValueList();
    }
}
