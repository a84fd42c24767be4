using System.Globalization;
using Sluice.Domain.Deployments;
using Sluice.Domain.Validation;

namespace Sluice.Domain.PlanTemplates;

/// <summary>The plan template that a deployment began with. The deployment has its whole plan all the same, and nothing of it follows the template.</summary>
/// <param name="Team">The service's team then.</param>
public sealed record PlanOrigin(string Team, string Name, int Version)
{
    public PlanKey Key() => new(Team, Name);

    /// <summary>A deployment can only begin with what is in force.</summary>
    /// <param name="asked">Null where none is named.</param>
    /// <param name="team">Of the service; null where it has none.</param>
    public static ValueList<FieldError> Check(PlanUse? asked, string? team, PlanBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (asked is null)
        {
            return [];
        }

        if (team is null)
        {
            return [new("template", asked.ToString(), "nothing: the service has no team, and plans belong to teams")];
        }

        return book.Find(new(team, asked.Name))?.InForce is { } inForce
            ? inForce.Number == asked.Version ? [] : [new("template.version", Text(asked.Version), $"{Text(inForce.Number)}, the version in force of {team}/{asked.Name}")]
            : [new("template.name", asked.Name, Known(team, book))];
    }

    /// <summary>What a decision becomes when what it names is not in force.</summary>
    public static Decision Checked(Decision decision, DeploymentRequest request, string? team, PlanBook book) => (decision, Check(request.Template, team, book)) switch
    {
        (_, []) => decision,
        (Decision.Refused { Refusal: Refusal.Invalid invalid }, var errors) => Decision.Refuse(new Refusal.Invalid([.. invalid.Errors, .. errors])),
        (_, var errors) => Decision.Refuse(new Refusal.Invalid(errors)),
    };

    private static string Known(string team, PlanBook book) =>
        book.InForceOf(team).Select(template => template.Key.Name).ToList() is { Count: > 0 } names ? $"a plan of {team} with a version in force: {string.Join(", ", names)}" : $"nothing: no plan of {team} is in force";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A plan template as an order names it: the team is the service's.</summary>
public sealed record PlanUse(string Name, int Version)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} version {Version}");
}
