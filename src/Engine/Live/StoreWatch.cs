namespace Sluice.Engine.Live;

/// <summary>Whether the database answers, as seen by the reader that asks it all the time.</summary>
internal sealed class StoreWatch(TimeProvider time) : IComponentWatch
{
    private volatile ComponentHealth _health = new("store", IsWell: false, time.GetUtcNow(), "Not reached yet.");

    public event Action? Changed;

    public ComponentHealth Health => _health;

    public void Reached()
    {
        if (!_health.IsWell)
        {
            Set(new("store", IsWell: true, time.GetUtcNow(), Detail: null));
        }
    }

    public void Lost(string why)
    {
        if (_health.IsWell || _health.Detail != Sentence(why))
        {
            Set(_health.IsWell ? new("store", IsWell: false, time.GetUtcNow(), Sentence(why)) : _health with { Detail = Sentence(why) });
        }
    }

    private void Set(ComponentHealth health)
    {
        _health = health;
        Changed?.Invoke();
    }

    private static string Sentence(string why) =>
        $"The event store cannot be reached ({why.TrimEnd('.')}). Traffic stays as it is; nothing new is decided until it is back.";
}
