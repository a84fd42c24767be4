using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>One image that is being fetched for a release.</summary>
internal sealed class ImagePull(string reference, TimeSpan attemptTimeout, EngineApi api, RegistryLogins logins, Func<CancellationToken, Task> fetched, TimeProvider time) : IDisposable
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);

    /// <summary>Of the connection's own patience over the attempt's.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(1);
    private static readonly string[] s_forGood = ["denied", "unauthorized", "not found", "manifest unknown", "name unknown", "no such image", "invalid reference"];

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, PullProgress> _layers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private string? _failure;

    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>Faulted with a <see cref="RuntimeException"/> when the image cannot be had.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>How far it is, as the end of a sentence.</summary>
    public string Progress
    {
        get
        {
            lock (_lock)
            {
                var (current, total) = (_layers.Values.Sum(layer => layer.Current ?? 0), _layers.Values.Sum(layer => layer.Total ?? 0));
                var far = total > 0 ? $", {ByteSizes.Format(current >> 10 << 10)} of {ByteSizes.Format(total >> 10 << 10)}" : "";
                return $"waits for its image {reference}, which is being fetched{far}{(_failure is null ? "" : $"; the last attempt failed: {_failure}")}";
            }
        }
    }

    /// <param name="fetched">Called when it is there, at the latest before <see cref="Done"/>: nobody may wait for that any more.</param>
    public static ImagePull Begin(string reference, TimeSpan attemptTimeout, EngineApi api, RegistryLogins logins, Func<CancellationToken, Task> fetched, TimeProvider time)
    {
        var pull = new ImagePull(reference, attemptTimeout, api, logins, fetched, time);
        pull.Done = Task.Run(pull.RunAsync);
        return pull;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var ct = _stop.Token;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var late = new CancellationTokenSource(attemptTimeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
                await api.PullAsync(ImageReference.WithTag(reference), logins.For(reference), attemptTimeout + s_margin, Take, either.Token);
                await fetched(either.Token);
                return;
            }
            catch (RuntimeException ex) when (ex.IsTransient)
            {
                // Of the engine nothing is heard: that is not the image's fault, and it is waited for.
                attempt--;
                await PauseAsync(ex.Message.TrimEnd('.'), s_firstPause * 2, ct);
            }
            catch (Exception ex) when (ex is EngineException or RuntimeException || (ex is OperationCanceledException && !ct.IsCancellationRequested))
            {
                var why = ex is OperationCanceledException ? $"it took longer than {Durations.Format(attemptTimeout)}" : ex.Message.TrimEnd('.');
                if (attempt == MostAttempts || s_forGood.Any(word => why.Contains(word, StringComparison.OrdinalIgnoreCase)))
                {
                    throw new RuntimeException($"The image {reference} cannot be fetched: {why}.", isTransient: false, ex);
                }

                await PauseAsync(why, s_firstPause * (1 << (attempt - 1)), ct);
            }
        }
    }

    private async Task PauseAsync(string why, TimeSpan pause, CancellationToken ct)
    {
        lock (_lock)
        {
            _failure = why;
            _layers.Clear();
        }

        await Task.Delay(pause, time, ct);
    }

    private void Take(PullLine line)
    {
        if (line is { Id: { Length: > 0 } layer, ProgressDetail: { Total: not null } progress })
        {
            lock (_lock)
            {
                _layers[layer] = progress;
            }
        }
    }
}
