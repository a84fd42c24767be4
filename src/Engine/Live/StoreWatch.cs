namespace Sluice.Engine.Live;

/// <summary>Whether the database answers, as seen by the reader that asks it all the time.</summary>
internal sealed class StoreWatch(TimeProvider time) : IComponentWatch
{
    private volatile ComponentHealth _health = new("store", IsWell: false, time.GetUtcNow(), "Not reached yet.");

    public ComponentHealth Health => _health;

    public void Reached()
    {
        if (!_health.IsWell)
        {
            _health = new("store", IsWell: true, time.GetUtcNow(), Detail: null);
        }
    }

    public void Lost(string why)
    {
        var since = _health.IsWell ? time.GetUtcNow() : _health.Since;
        _health = new("store", IsWell: false, since, $"The event store cannot be reached ({why.TrimEnd('.')}). Traffic stays as it is; nothing new is decided until it is back.");
    }
}
