using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Sluice.Dashboard.Api.Audit;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Audit;

/// <summary>What the page's address asks for: the same names as the API's, so that one leads to the other.</summary>
public sealed class AuditAddress
{
    public const string Path = "/audit";
    private const string Cursor = "cursor";

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private AuditAddress(AuditFilter filter, long? before, InputErrors errors) => (Filter, Before, Errors) = (filter, before, errors);

    public AuditFilter Filter { get; }

    /// <summary>The link that the page before ended with.</summary>
    public long? Before { get; }

    /// <summary>What could not be understood; the page shows it instead of lines that answer another question.</summary>
    internal InputErrors Errors { get; }

    /// <summary>True when anything narrows the log down.</summary>
    public bool IsNarrowed => _values.Keys.Any(key => key != Cursor);

    public static AuditAddress Read(string uri, string me)
    {
        var parsed = QueryHelpers.ParseQuery(new Uri(uri).Query);
        var query = new QueryInput(new QueryCollection(parsed));
        var filter = AuditInput.Read(query, me);
        var given = query.Cursor();
        var before = given is null ? null : AuditCursor.Read(given);
        if (given is not null && before is null)
        {
            query.Errors.Add(Cursor, InputErrors.Short(given), "the end of an earlier page");
        }

        var address = new AuditAddress(filter, before, query.Errors);
        foreach (var name in (string[])[AuditInput.Actor, AuditInput.Action, AuditInput.Outcome, AuditInput.Service, AuditInput.From, AuditInput.To, AuditInput.View, Cursor])
        {
            if (parsed.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text)
            {
                address._values[name] = text;
            }
        }

        return address;
    }

    public string? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>The first page with other values; null or empty takes one away.</summary>
    public string With(params IEnumerable<(string Name, string? Value)> changes)
    {
        var values = new Dictionary<string, string?>(_values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)), StringComparer.Ordinal) { [Cursor] = null };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        return QueryHelpers.AddQueryString(Path, values.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)));
    }

    public string Of(AuditView view) => With((AuditInput.View, view == AuditView.All ? null : Words.Of(view)));

    public string After(long link) => With((Cursor, AuditCursor.Write(link)));

    public string Newest() => With();

    public string Export(string format) =>
        QueryHelpers.AddQueryString("/api/audit/export", _values.Where(pair => pair.Key != Cursor).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)).Append(new("format", format)));

    /// <summary>Where the thing that a line speaks about is shown; null when it has no page.</summary>
    public static string? ObjectOf(AuditLine line) => line switch
    {
        { Service: { } service, Deployment: { } deployment } when int.TryParse(deployment.AsSpan(deployment.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            string.Create(CultureInfo.InvariantCulture, $"/s/{service}/d/{number}"),
        { Service: { } service } => $"/s/{service}",
        _ => null,
    };

    /// <summary>The deployment as it was after what the line tells; null for what is no event of one.</summary>
    public static string? MomentOf(AuditLine line) => line is { Deployment: not null, Outcome: "applied", Version: { } version } && ObjectOf(line) is { } page
        ? string.Create(CultureInfo.InvariantCulture, $"{page}/replay?at={version}")
        : null;
}
