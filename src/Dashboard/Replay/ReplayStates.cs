using Sluice.Dashboard.Deployments;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Replay;

/// <summary>What one reader of a record looks at: its states there and nearby, and the letters above its charts. For one reader each.</summary>
internal sealed class ReplayStates(ReplayRecord record, EventSentence sentences)
{
    private const int MostInWords = 1_000;
    private readonly FoldWindow<Deployment, DeploymentEvent> _deployment = new(record.History);
    private readonly FoldWindow<Service, ServiceEvent> _services = new(record.Services);
    private readonly Dictionary<(long Version, string Letter), Marker> _markers = [];

    public ReplayRecord Record => record;

    /// <summary>The state after the first so many events.</summary>
    public Deployment? After(int count) => _deployment.At(count);

    /// <inheritdoc cref="ReplayRecord.At(int)"/>
    public DeploymentSnapshot? At(int index) => record.At(index, _deployment.At, _services.At);

    /// <summary>The last letters up to an instant, as many as a chart shows.</summary>
    /// <param name="index">Of the event that is shown.</param>
    public IReadOnlyList<Marker> Markers(int index, ReplayInstant instant)
    {
        var (events, letters) = record.Findings.Letters(instant.Clock);
        var end = instant.Clock == ReplayClock.Then ? record.CountRecorded(index) : record.CountHappened(instant);
        var count = letters.FindLastIndex(letter => letter.Index < end) + 1;
        var shown = Math.Min(count, Deployments.Markers.Most);
        return [.. letters.GetRange(count - shown, shown).Select(one => MarkerOf(one.Letter, events[one.Index], events))];
    }

    private Marker MarkerOf(string letter, Engine.Commands.VersionedEvent e, IReadOnlyList<Engine.Commands.VersionedEvent> events)
    {
        if (_markers.TryGetValue((e.Version, letter), out var known))
        {
            return known;
        }

        if (_markers.Count == MostInWords)
        {
            _markers.Clear();
        }

        return _markers[(e.Version, letter)] = Deployments.Markers.Of(letter, e, events, sentences);
    }
}
