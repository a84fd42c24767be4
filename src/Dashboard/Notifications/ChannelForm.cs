using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Notifications;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Notifications;

/// <summary>A channel as typed.</summary>
public sealed class ChannelForm
{
    private static readonly char[] s_between = [',', ' ', '\n'];

    public string Name { get; set; } = "";

    public string Address { get; set; } = "";

    public string Team { get; set; } = "";

    public string Services { get; set; } = "";

    public string Environments { get; set; } = "";

    /// <summary>Empty: one is made for what is new; what is there stays.</summary>
    public string Secret { get; set; } = "";

    public bool NewSecret { get; set; }

    public bool IsOn { get; set; } = true;

    public HashSet<NotificationKind> Kinds { get; init; } = [.. ChannelSpec.Usual];

    internal static ChannelForm Of(ChannelSpec spec) => new()
    {
        Name = spec.Name,
        Address = spec.Address,
        Team = spec.Team ?? "",
        Services = string.Join(", ", spec.Services),
        Environments = string.Join(", ", spec.Environments),
        IsOn = spec.IsOn,
        Kinds = [.. spec.Kinds],
    };

    /// <summary>Read as the API does, with every mistake that shows here.</summary>
    internal (AskedChannel Asked, ValueList<FieldError> Errors) Read(bool isNew)
    {
        var input = new JsonInput(JsonSerializer.SerializeToElement(ToJson(isNew)), string.Empty, new InputErrors());
        var asked = ChannelInput.Read(input, isNew);
        input.Errors.AddRules(ChannelRules.Check(asked.Spec, taken: []));
        return (asked, input.Errors.All);
    }

    private JsonObject ToJson(bool isNew)
    {
        var json = FormJson.Object(("name", FormJson.Text(Name)), ("address", FormJson.Text(Address)), ("team", FormJson.Text(Team)), ("services", List(Services)), ("environments", List(Environments)), ("secret", FormJson.Text(Secret)));
        json["kinds"] = new JsonArray([.. Kinds.Order().Select(kind => JsonValue.Create(Words.Of(kind)))]);
        json["on"] = IsOn;
        if (!isNew)
        {
            json["new_secret"] = NewSecret;
        }

        return json;
    }

    private static JsonArray List(string text) => new([.. text.Split(s_between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => JsonValue.Create(name))]);
}
