using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Domain.Gates;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Approvals;

/// <summary>One question as a card of the list, whether it comes from the board or from history.</summary>
/// <param name="Status">Wire name, as the lists have it.</param>
/// <param name="Reason">Why the reader may not answer; null when they may, and for what is decided.</param>
public sealed record InboxCard(
    string Key, string Service, string Environment, int Number, int? FromRelease, int ToRelease, string From, string To, string Question, string Status,
    string? AskedBy, DateTimeOffset AskedAt, DateTimeOffset? ExpiresAt, int Votes, int Quorum, string? Evidence)
{
    public string? Reason { get; init; }

    /// <summary>The reader's approval that no longer counts; null when there is none.</summary>
    public VoidedVote? Voided { get; init; }

    /// <summary>What makes a yes more than routine.</summary>
    public ValueList<GateRisk> Risks { get; init; } = [];

    /// <summary>What was asked back and has no reply; null when nothing waits for one.</summary>
    public GateRemark? Unanswered { get; init; }

    /// <summary>Key of the status in words.</summary>
    public string StatusText => TextOf(Status);

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? ReviewDueAt { get; init; }

    internal static InboxCard Of(WaitingGate waiting, CurrentActor current, RiskBook risks)
    {
        var (spec, gate) = (waiting.State.Spec, waiting.Gate);
        return new(
            waiting.Key, spec.Service.Value, spec.Environment.Value, spec.Number, spec.FromRelease, spec.ToRelease, waiting.State.Asked.Canary.ToString(), waiting.To, gate.Question,
            waiting.Closed?.Word ?? (gate.Lapse is null ? "open" : "lapsed"), waiting.AskedBy?.Name, gate.AskedAt, gate.ExpiresAt, gate.Votes.Count, gate.EffectiveRule.Quorum,
            waiting.State.Verdict?.Sentence)
        {
            Reason = waiting.Closed is null ? waiting.ReasonAgainst(current) : null,
            Voided = waiting.Closed is null ? gate.Voided.FirstOrDefault(voided => voided.By == current.Actor.Name) : null,
            Risks = waiting.Closed is null ? risks.Of(waiting.State, gate, waiting.Service, waiting.Before) : [],
            Unanswered = waiting.Closed is null ? gate.Unanswered : null,
            DecidedBy = waiting.Closed?.By,
            DecidedAt = waiting.Closed?.At,
        };
    }

    public static InboxCard Of(GateRow row) => new(
        row.Id, row.Service.Value, row.Environment.Value, row.Number, row.FromRelease, row.ToRelease, Percent(row.FromShare), Percent(row.ToShare), row.Question, row.Status,
        row.AskedBy, row.AskedAt, row.ExpiresAt, row.Voters.Count, row.Quorum, row.Evidence)
    {
        DecidedBy = row.DecidedBy,
        DecidedAt = row.DecidedAt,
        ReviewDueAt = row.ReviewedBy is null ? row.ReviewDueAt : null,
    };

    public static string TextOf(string status) => $"Gate.{char.ToUpperInvariant(status[0])}{status[1..]}";

    public static string Percent(decimal share) => share.ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
