using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sluice.Dashboard.Services;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>A parameter of a custom strategy, as typed.</summary>
public sealed class ParameterForm
{
    public string Name { get; set; } = "";

    /// <summary>Written as a number; otherwise as a text, or as it is when it can only be true or false.</summary>
    public bool IsNumber { get; set; }

    public bool IsFlag { get; set; }

    /// <summary>Empty for what is usual.</summary>
    public string Text { get; set; } = "";

    [JsonIgnore]
    public bool IsOn
    {
        get => Text == "true";
        set => Text = value ? "true" : "false";
    }

    public JsonNode? ToJson() => IsFlag ? JsonValue.Create(IsOn) : IsNumber ? FormJson.Number(Text) : FormJson.Text(Text);

    public static ParameterForm Of(StrategyParameter parameter) => new()
    {
        Name = parameter.Name,
        IsNumber = parameter is StrategyParameter.Number,
        IsFlag = parameter is StrategyParameter.Flag,
        Text = parameter is StrategyParameter.Flag or StrategyParameter.Choice ? parameter.Show(parameter.Usual) : "",
    };
}
