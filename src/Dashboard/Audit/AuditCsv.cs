using System.Buffers;
using System.Globalization;
using System.Text;
using Sluice.Dashboard.Deployments;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Audit;

/// <summary>Lines as RFC 4180 has them: quotes where needed, lines end in CR LF.</summary>
internal static class AuditCsv
{
    public const string Header =
        "link,at,actor,actor_kind,on_behalf_of,action,category,object,service,environment,deployment,outcome,reason,from,address,seen,version,against,diff\r\n";

    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\r\n;\t");

    public static string Of(AuditLine line)
    {
        var text = new StringBuilder(256);
        foreach (var cell in (string?[])
        [
            Number(line.Link), Times.Iso(line.At), line.Actor, line.ActorKind, line.OnBehalfOf, line.Action, line.Category, line.Subject, line.Service, line.Environment, line.Deployment,
            line.Outcome, line.Reason, line.Source, line.Address, Number(line.Seen), Number(line.Version), line.Against, line.Diff,
        ])
        {
            text.Append(text.Length > 0 ? "," : "").Append(Cell(cell));
        }

        return text.Append("\r\n").ToString();
    }

    /// <summary>A spreadsheet would run what begins like a formula, and names and reasons come from strangers: an apostrophe keeps it a text.</summary>
    private static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return string.Empty;
        }

        var text = value.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || value[0] is '\t' or '\r' or '\n' ? "'" + value : value;
        return text.AsSpan().ContainsAny(s_quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
