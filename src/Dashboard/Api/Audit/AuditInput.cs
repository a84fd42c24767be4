using System.Globalization;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Api.Audit;

/// <summary>Reads what of the audit log is asked for; the page's address uses the same names.</summary>
internal static class AuditInput
{
    public const string Actor = "actor";
    public const string Action = "action";
    public const string Outcome = "outcome";
    public const string Service = "service";
    public const string From = "from";
    public const string To = "to";
    public const string View = "view";

    private const int LongestText = 200;
    private const int HashDigits = 64;

    public static IReadOnlyList<string> Outcomes { get; } = [.. Enum.GetValues<AuditOutcome>().Select(Words.Of)];

    public static IReadOnlyList<AuditView> Views { get; } = Enum.GetValues<AuditView>();

    /// <param name="me">Whose lines the view <c>mine</c> shows.</param>
    public static AuditFilter Read(QueryInput query, string me)
    {
        var outcomes = query.Texts(Outcome);
        foreach (var unknown in outcomes.Except(Outcomes, StringComparer.Ordinal))
        {
            query.Errors.Add(Outcome, InputErrors.Short(unknown), "one of " + string.Join(", ", Outcomes));
        }

        var (from, to) = (query.Time(From), query.Time(To));
        if (from >= to)
        {
            query.Errors.Add(To, to!.Value.ToString("O", CultureInfo.InvariantCulture), "a time after from");
        }

        return new(Text(query, Actor), Text(query, Action), outcomes.Count > 0 ? outcomes.ToValueList() : null, query.Name(Service), from, to, ReadView(query)) { Me = me };
    }

    public static KnownLink? ReadKnown(QueryInput query)
    {
        var link = query.Number("link", 1, long.MaxValue, "a link number, 1 or more");
        var hash = query.Text("hash");
        if (hash is not null && (hash.Length != HashDigits || !hash.All(char.IsAsciiHexDigit)))
        {
            query.Errors.Add("hash", InputErrors.Short(hash), "64 hexadecimal digits");
        }

        if (!query.Errors.Any && link is null != hash is null)
        {
            query.Errors.Add(link is null ? "link" : "hash", "nothing", "link and hash together, or neither");
        }

        return link is { } number && hash is not null ? new(number, hash) : null;
    }

    private static string? Text(QueryInput query, string name)
    {
        var text = query.Text(name);
        if (text is null || (text.Length <= LongestText && !text.Any(char.IsControl)))
        {
            return text;
        }

        query.Errors.Add(name, InputErrors.Short(text), string.Create(CultureInfo.InvariantCulture, $"a text of at most {LongestText} characters"));
        return null;
    }

    private static AuditView ReadView(QueryInput query)
    {
        if (query.Text(View) is not { } text)
        {
            return AuditView.All;
        }

        foreach (var view in Views.Where(view => string.Equals(Words.Of(view), text, StringComparison.Ordinal)))
        {
            return view;
        }

        query.Errors.Add(View, InputErrors.Short(text), "one of " + string.Join(", ", Views.Select(Words.Of)));
        return AuditView.All;
    }
}
