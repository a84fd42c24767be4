using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What of a body is not in what the form wrote of it. A value that makes no difference, such as what is usual anyway, does not count.</summary>
internal static class NotShown
{
    /// <summary>More are not looked for: each costs a reading of the whole.</summary>
    private const int Most = 30;

    /// <param name="given">As it was sent.</param>
    /// <param name="written">What the form writes after it was filled with it.</param>
    /// <param name="isTheSame">Whether a body comes to the same deployment as what the form wrote.</param>
    /// <returns>Paths such as <c>plan.phases[0].share</c>, in the order given.</returns>
    public static IReadOnlyList<string> Of(JsonObject given, JsonObject written, Func<JsonObject, bool> isTheSame)
    {
        var lost = new List<string>();
        Compare(given, written, []);
        if (lost.Count > Most)
        {
            lost[^1] = "…";
        }

        return lost;

        void Compare(JsonNode one, JsonNode? other, IReadOnlyList<Step> at)
        {
            if (lost.Count > Most || JsonNode.DeepEquals(one, other))
            {
                return;
            }

            var inner = (one, other) switch
            {
                (JsonObject map, JsonObject own) => map.Where(field => field.Value is not null).Select(field => (field.Value!, own[field.Key], new Step(field.Key, Index: null))).ToList(),
                (JsonArray list, JsonArray own) when list.Count == own.Count => [.. list.Select((item, i) => (item!, own[i], new Step(Name: null, i))).Where(item => item.Item1 is not null)],
                _ => null,
            };
            if (inner is null)
            {
                if (!isTheSame(With(written, at, one)))
                {
                    lost.Add(PathOf(at));
                }

                return;
            }

            foreach (var (value, own, step) in inner)
            {
                Compare(value, own, [.. at, step]);
            }
        }
    }

    /// <summary>The body with one value taken over into it.</summary>
    private static JsonObject With(JsonObject body, IReadOnlyList<Step> at, JsonNode value)
    {
        var changed = body.DeepClone().AsObject();
        JsonNode place = changed;
        foreach (var step in at.SkipLast(1))
        {
            place = step.In(place)!;
        }

        if (at is [.., { Name: { } name }])
        {
            place[name] = value.DeepClone();
        }
        else
        {
            place[at[^1].Index!.Value] = value.DeepClone();
        }

        return changed;
    }

    private static string PathOf(IReadOnlyList<Step> at) =>
        string.Concat(at.Select((step, i) => step.Name is { } name ? (i == 0 ? name : $".{name}") : string.Create(CultureInfo.InvariantCulture, $"[{step.Index}]")));

    private sealed record Step(string? Name, int? Index)
    {
        public JsonNode? In(JsonNode place) => Name is { } name ? place[name] : place[Index!.Value];
    }
}
