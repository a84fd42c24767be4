namespace Sluice.Dashboard.Deployments;

/// <summary>A button whose target moves under the pointer is not clicked by momentum: it works again a moment later.</summary>
internal sealed class Arming(TimeProvider time, Func<Task> armed) : IDisposable
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(600);
    private readonly CancellationTokenSource _stop = new();
    private int _turn;

    public bool IsArmed { get; private set; } = true;

    public void Arm()
    {
        _turn++;
        IsArmed = true;
    }

    public void Disarm()
    {
        IsArmed = false;
        _ = RearmAsync(++_turn);
    }

    private async Task RearmAsync(int turn)
    {
        try
        {
            await Task.Delay(s_moment, time, _stop.Token);
            if (turn == _turn)
            {
                IsArmed = true;
                await armed();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
