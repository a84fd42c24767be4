namespace Sluice.Dashboard.Presence;

/// <summary>One window that shows it. Dispose it when the window goes on to something else.</summary>
/// <param name="who">Looked up at every question, so that a setting, a name or a role that changes acts at once; null: not to be seen, and not to see.</param>
/// <param name="changed">Called on any thread when somebody else's visit of the same changes.</param>
internal sealed class Visit(PresenceBoard board, Sight page, Func<Onlooker?> who, Action changed, Action<Visit> left) : IDisposable
{
    private volatile bool _isAway;
    private bool _isOver;

    public Sight Page => page;

    public Onlooker? Who => who();

    public IReadOnlyList<Onlooker> Others => board.Others(this);

    /// <summary>The connection is lost: the window may come back, but nobody is looking.</summary>
    public bool IsAway
    {
        get => _isAway;
        set
        {
            _isAway = value;
            board.Tell(this);
        }
    }

    public void Changed() => changed();

    public void Tell() => board.Tell(this);

    public void Dispose()
    {
        if (!_isOver)
        {
            _isOver = true;
            left(this);
            board.Remove(this);
        }
    }
}
