using System.Text.Json;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Api.Audit;

/// <summary>Lines and findings for the wire.</summary>
internal static class AuditItems
{
    public static AuditItem Of(AuditLine line) => new(
        line.Link, line.At, line.Actor, line.ActorKind, line.OnBehalfOf, line.Action, line.Category, line.Subject, line.Service, line.Environment, line.Deployment, line.Outcome,
        line.Reason, line.Source, line.Address, line.Seen, line.Version, line.Against, line.Diff is { } diff ? JsonElement.Parse(diff) : null);

    public static AuditCheckView Of(ChainReport report) => new(
        report.IsWhole,
        report.Links,
        report.LastHash,
        report.Broken is { } broken ? new(broken.Link, Words.Of(broken.Fault), broken.Kind, broken.Stream, broken.Version, broken.Sentence) : null);
}
