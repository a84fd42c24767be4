using Sluice.Domain;

namespace Sluice.Dashboard.Replay;

/// <summary>Playing by itself. The address is written when it stops: every step of it would be too much.</summary>
public sealed partial class ReplayView
{
    private CancellationTokenSource? _playing;
    private PlaySpeed _speed = PlaySpeed.Ten;

    private bool CanFollow => !Source.IsImported && Record.History.Last is { Status.IsTerminal: false };

    private bool IsFollowing => CanFollow && _address.At is null;

    private async Task TogglePlayAsync()
    {
        if (_playing is { } playing)
        {
            await playing.CancelAsync();
            return;
        }

        using var stop = _playing = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            if (_index == Record.History.Events.Count - 1)
            {
                Show(0);
            }

            while (_index < Record.History.Events.Count - 1)
            {
                StateHasChanged();
                await Task.Delay(Pace.Between(Record.InstantOf(_index), Record.InstantOf(_index + 1), _speed), time, stop.Token);
                Show(_index + 1);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was stopped, or the reader left.
        }
        finally
        {
            _playing = null;
        }

        if (!_stop.IsCancellationRequested)
        {
            Stay(Current.Version);
        }
    }

    private void ChooseSpeed(PlaySpeed speed) => _speed = speed;

    private void ToggleFollow() => Stay(IsFollowing ? Current.Version : null);

    /// <param name="version">Null to follow.</param>
    private void Stay(long? version)
    {
        _address = _address with { At = version };
        Show(Wanted);
        trail.Replace("at", version);
    }

    /// <summary>Whoever moves by hand has seen enough.</summary>
    private void StopPlaying() => _playing?.Cancel();
}
