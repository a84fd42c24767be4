using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Settings;

namespace Sluice.Engine.Audit;

/// <summary>What the chain covers: our own streams and the audit entries. Foreign applications may do with their streams as they like.</summary>
internal static class ChainSources
{
    public const string EventCursor = "audit chain: events";
    public const string EntryCursor = "audit chain: entries";
    public const string EntrySequence = "sluice_audit_number";

    /// <summary>Streams whose names begin so are ours. A new family of streams is added here before its first event is stored.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = [DeploymentId.StreamPrefix, "service-", FreezeBook.Stream, IncidentBook.Stream, ApplicationBook.Stream, SettingsBook.Stream, PlanBook.Stream];

    /// <summary>The same as a condition; the prefixes are ours and free of quotes.</summary>
    public static string IsOurs { get; } = "(" + string.Join(" or ", Prefixes.Select(prefix => $"starts_with(stream_id, '{prefix}')")) + ")";
}
