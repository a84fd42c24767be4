using System.Text.Json;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Admin;

/// <summary>Reads what a route tells users apart by.</summary>
internal static class UsersReader
{
    public static GatewayUsers Read(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "canary", "stable", "sticky", "match");
        return new(fields.Text("canary"), fields.Text("stable"))
        {
            Sticky = fields.OptionalObject("sticky", (sticky, at) => Sticky(sticky, at, mistakes)),
            Match = fields.OptionalItems("match", (match, at) => Match(match, at, mistakes)),
        };
    }

    private static GatewaySticky Sticky(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "by", "name");
        return new(fields.Text("by"), fields.OptionalText("name"));
    }

    private static GatewayMatch Match(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "by", "name", "value", "prefix");
        return new(fields.Text("by"), fields.Text("name")) { Value = fields.OptionalText("value"), Prefix = fields.OptionalText("prefix") };
    }
}
