using Sluice.Domain;
using Sluice.Domain.Compose;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using Sluice.Engine.Compose;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a Compose file with what is given along. What is in the file is not looked at here.</summary>
internal static class ComposeInput
{
    private const string UsualEnvironment = "production";

    public static ComposeRequest Read(JsonInput input)
    {
        input.Require("file", "a Compose file");
        return new(input.Text("file", "a Compose file, YAML", ComposeYaml.MostCharacters) ?? string.Empty, EnvironmentName.From(Name(input, "environment") ?? UsualEnvironment), new ComposeAlong(
            Name(input, "application"),
            (input.Map("variables") ?? []).DistinctBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            input.Texts("services") ?? [],
            input.Texts("profiles") ?? []));
    }

    private static string? Name(JsonInput input, string field)
    {
        var name = input.Text(field);
        if (name is not null && !Slug.IsValid(name))
        {
            input.Wrong(field, Slug.Remedy);
        }

        return name;
    }
}
