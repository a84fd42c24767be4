using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>A verdict as it was recorded, with what follows from it: the row of the table that decided, in the words of the console.</summary>
/// <param name="Version">Of the event that holds it.</param>
internal sealed record RecordedVerdict(long Version, DateTimeOffset At, int Phase, string Kind, string Reason, string Sentence, IReadOnlyList<CheckView> Checks, VerdictTraceView? Trace);

/// <summary>Every verdict of a record, for exports.</summary>
internal static class RecordedVerdicts
{
    public static IEnumerable<RecordedVerdict> Of(IEnumerable<HistoryEvent<DeploymentEvent>> events) => events.Select(Of).OfType<RecordedVerdict>();

    private static RecordedVerdict? Of(HistoryEvent<DeploymentEvent> recorded) => recorded.Event switch
    {
        DeploymentEvent.VerdictChanged changed => Of(recorded, changed.Phase, changed.Verdict),
        DeploymentEvent.EvidenceRecorded evidence => Of(recorded, evidence.Phase, evidence.Verdict),
        _ => null,
    };

    private static RecordedVerdict Of(HistoryEvent<DeploymentEvent> recorded, int phase, Verdict verdict) => new(
        recorded.Version, recorded.RecordedAt, phase, Words.Of(verdict.Kind), Words.Of(verdict.Reason), verdict.Sentence, verdict.Checks.Select(VerdictViews.Of).ToList(), VerdictViews.Of(VerdictTrace.Of(verdict)));
}
