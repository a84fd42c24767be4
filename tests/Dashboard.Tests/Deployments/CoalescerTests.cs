using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Tests.Live;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class CoalescerTests
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private readonly ManualTime _clock = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_that_fails_is_not_the_last_one()
    {
        var (runs, second) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var coalescer = new Coalescer(_clock, s_period, Work);
        coalescer.Signal();
        Assert.Equal(1, runs);
        coalescer.Signal();
        await UntilAsync(second.Task);

        Task Work()
        {
            if (++runs == 1)
            {
                throw new InvalidOperationException("The first run fails.");
            }

            second.TrySetResult();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task What_was_signalled_while_a_run_failed_is_looked_at_too()
    {
        var (runs, first, second) = (0, new TaskCompletionSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var coalescer = new Coalescer(_clock, s_period, WorkAsync);
        coalescer.Signal();
        coalescer.Signal();
        first.SetException(new InvalidOperationException("The first run fails."));
        await UntilAsync(second.Task);

        async Task WorkAsync()
        {
            if (++runs == 1)
            {
                await first.Task;
            }

            second.TrySetResult();
        }
    }

    /// <summary>The clock stands: what waits for its period gets it here.</summary>
    private async Task UntilAsync(Task ran)
    {
        while (!ran.IsCompleted)
        {
            Ct.ThrowIfCancellationRequested();
            _clock.Advance(s_period);
            await Task.Yield();
        }
    }
}
