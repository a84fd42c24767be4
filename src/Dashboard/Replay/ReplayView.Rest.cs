namespace Sluice.Dashboard.Replay;

/// <summary>The address is written when nobody moves any more: drawing a step does not wait for it, and it is not written for every step of many.</summary>
public sealed partial class ReplayView
{
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(250);
    private ITimer? _rest;

    private void WriteLater(long at)
    {
        trail.Note("at", at);
        _rest ??= time.CreateTimer(_ => _ = InvokeAsync(Rest), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _rest.Change(s_rest, Timeout.InfiniteTimeSpan);
    }

    private void Rest()
    {
        if (!_stop.IsCancellationRequested)
        {
            trail.Write();
        }
    }
}
