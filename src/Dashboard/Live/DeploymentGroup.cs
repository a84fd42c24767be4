using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Live;

/// <summary>Those who watch one deployment, and what it takes to tell them: its present state and the last samples of its place.</summary>
internal sealed class DeploymentGroup(DeploymentId id)
{
    private const int MostUnsent = 120;

    /// <summary>After the end people want to see the traffic recover; later samples belong to what came after.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly List<Viewer> _viewers = [];
    private readonly List<Recorded> _early = [];   // came before the state was there
    private readonly List<SampleTick> _ticks = []; // a window of old ones, then those that are not sent yet
    private Versioned<Deployment>? _now;
    private int _unsent;
    private long _seq;

    /// <summary>Where its samples come from; null until that is known.</summary>
    public PlaceKey? Place { get; set; }

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _viewers.Count == 0;
            }
        }
    }

    public void Add(Viewer viewer)
    {
        lock (_lock)
        {
            if (!_viewers.Contains(viewer))
            {
                _viewers.Add(viewer);
            }
        }
    }

    public void Remove(Viewer viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
        }
    }

    /// <summary>Gives the group its state, unless it has one.</summary>
    /// <param name="window">Samples of the place so far, so that the first points are whole.</param>
    /// <returns>The version after which the group's viewers get every event.</returns>
    public long Begin(Versioned<Deployment> found, IReadOnlyList<SampleTick> window)
    {
        lock (_lock)
        {
            if (_now is null)
            {
                _now = found;
                _ticks.InsertRange(0, _ticks.Count == 0 ? window : window.Where(tick => tick.At < _ticks[0].At));
                // Nobody in the group has an answer yet, and the answer's version covers these.
                _early.ForEach(recorded => TryFold(recorded));
                _early.Clear();
            }

            return _now.Version;
        }
    }

    public void Take(Recorded recorded)
    {
        lock (_lock)
        {
            if (_now is null)
            {
                _early.Add(recorded);
            }
            else
            {
                Follow(recorded);
            }
        }
    }

    public void Take(SampleTick tick)
    {
        lock (_lock)
        {
            if ((_ticks.Count > 0 && tick.At <= _ticks[^1].At) || (_now?.State.Status is Ended end && tick.At > end.At + Aftermath))
            {
                return;
            }

            _ticks.Add(tick);
            _unsent = Math.Min(_unsent + 1, MostUnsent);
        }
    }

    /// <summary>Sends the points of the samples that came since the last time; nothing when none came.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            if (_unsent == 0 || _now is null)
            {
                return;
            }

            var (stable, canary) = ChartPoints.ArmsOf(_now.State);
            var points = Enumerable.Range(_ticks.Count - _unsent, _unsent).Select(i => ChartPoints.From(_ticks, i, stable, canary)).ToList();
            var message = LiveMessage.Of(LiveMethods.Tick, new TickMessage(id.Value, ++_seq, points));
            _viewers.ForEach(viewer => viewer.Tick(message));
            _unsent = 0;
            var windowBegins = _ticks[^1].At - ChartPoints.Window;
            _ticks.RemoveAll(tick => tick.At <= windowBegins);
        }
    }

    private void Follow(Recorded recorded)
    {
        if (!TryFold(recorded))
        {
            return;
        }

        var message = LiveMessage.Of(LiveMethods.Event, new EventMessage(
            id.Value, recorded.Version, EventKinds.NameOf(recorded.Event), recorded.Event.Origin.At, _now!.State.Asked.Canary.Percent, _now.State.Set?.Canary.Percent));
        _viewers.ForEach(viewer => viewer.Event(message));
    }

    /// <summary>The shares that are sent are those after this very event, so the group folds the events itself.</summary>
    /// <returns>False when the state included the event already.</returns>
    private bool TryFold(Recorded recorded)
    {
        if (recorded.Version <= _now!.Version)
        {
            return false;
        }

        _now = new(Deployment.Evolve(_now.State, (DeploymentEvent)recorded.Event), recorded.Version);
        return true;
    }
}
