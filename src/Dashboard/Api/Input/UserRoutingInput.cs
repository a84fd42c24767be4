using Sluice.Domain;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads who takes part in a deployment, and what keeps users where they are.</summary>
internal static class UserRoutingInput
{
    /// <param name="plan">The plan, with <c>sticky</c> and <c>match</c>.</param>
    /// <returns>Null when it has neither.</returns>
    public static UserRouting? Read(JsonInput plan)
    {
        var sticky = plan.Object("sticky") is { } given ? ReadSticky(given) : null;
        var match = (plan.Objects("match") ?? []).Select(ReadMatch).ToValueList();
        return sticky is null && match.Count == 0 ? null : new(sticky, match);
    }

    private static Stickiness? ReadSticky(JsonInput input)
    {
        var (by, name) = (ReadKey(input), input.Text("name"));
        input.Done();
        return by is { } key ? new(key, name) : null;
    }

    private static UserMatch ReadMatch(JsonInput input)
    {
        var match = new UserMatch(ReadKey(input) ?? UserKey.Header, input.Text("name") ?? "") { Value = input.Text("value"), Prefix = input.Text("prefix") };
        input.Done();
        return match;
    }

    private static UserKey? ReadKey(JsonInput input)
    {
        input.Require("by", "one of " + string.Join(", ", Enum.GetValues<UserKey>().Select(Words.Of)));
        return input.Word<UserKey>("by");
    }
}
