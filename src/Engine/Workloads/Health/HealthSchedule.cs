using System.Collections.Concurrent;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Health;

/// <summary>
/// Asks instances when it is time, counts what they answer, and keeps the last answer for those who ask in between. An answer that may take
/// longer than usual is not waited for so long: until it is there, the one before counts.
/// </summary>
internal sealed class HealthSchedule(ReadinessProbe probe, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_forgotten = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Asked> _asked = new(StringComparer.Ordinal);
    private long _prunedAt;

    public async Task<HealthAnswer> AskAsync(HealthQuestion question, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        Prune(now);
        var asked = _asked.AddOrUpdate(question.Id, _ => new(question.Since), (_, known) => known.Since == question.Since ? known : new(question.Since));
        Task<HealthAnswer> running;
        lock (asked)
        {
            asked.WantedAt = now;
            // One that starts is asked at every look: the interval is for those that were ready.
            if (asked.Last is { } last && (last.Problem is null || question.WasReady) && asked.Running is null && now - asked.AskedAt < question.Readiness.Interval)
            {
                return last;
            }

            if (asked.Running is null)
            {
                asked.AskedAt = now;
                asked.Running = RunAsync(asked, question);
            }

            running = asked.Running;
        }

        if ((question.Readiness.ProbeTimeout ?? Readiness.UsualProbeTimeout) <= Readiness.UsualProbeTimeout)
        {
            return await running.WaitAsync(ct);
        }

        try
        {
            return await running.WaitAsync(s_patience, time, ct);
        }
        catch (TimeoutException)
        {
            lock (asked)
            {
                return asked.Last ?? new("was asked and has not answered yet");
            }
        }
    }

    private async Task<HealthAnswer> RunAsync(Asked asked, HealthQuestion question)
    {
        await Task.Yield();
        try
        {
            // It ends by itself; whoever wanted to know may be gone before.
            var answer = await probe.AskAsync(question, CancellationToken.None);
            lock (asked)
            {
                return asked.Last = Count(asked, question, answer);
            }
        }
        catch (Exception ex) when (ex is InvalidOperationException or AggregateException or NotSupportedException)
        {
            // A question that cannot be put, or whose program cannot be ended, says something about this instance alone.
            lock (asked)
            {
                return asked.Last = Count(asked, question, new($"could not be asked: {ex.GetBaseException().Message}"));
            }
        }
        finally
        {
            lock (asked)
            {
                asked.Running = null;
            }
        }
    }

    private HealthAnswer Count(Asked asked, HealthQuestion question, HealthAnswer answer)
    {
        var readiness = question.Readiness;
        if (answer.Problem is null)
        {
            asked.Failures = 0;
            return answer;
        }

        var isStarting = !question.WasReady && asked.Last is not { Problem: null };
        var counts = !isStarting || readiness.StartPeriod is not { } start || time.GetUtcNow() - question.Since >= start;
        asked.Failures += counts ? 1 : 0;
        if (asked.Failures >= (readiness.Retries ?? 1))
        {
            return answer with { GivesUp = isStarting && readiness.StartPeriod is not null };
        }

        // Not often enough to be believed.
        return isStarting ? answer : asked.Last is { Problem: null } last ? last : HealthAnswer.Ready;
    }

    private void Prune(DateTimeOffset now)
    {
        var before = Interlocked.Read(ref _prunedAt);
        if (now.UtcTicks - before < s_forgotten.Ticks || Interlocked.CompareExchange(ref _prunedAt, now.UtcTicks, before) != before)
        {
            return;
        }

        foreach (var (id, asked) in _asked.Where(entry => now - entry.Value.WantedAt > s_forgotten))
        {
            _asked.TryRemove(KeyValuePair.Create(id, asked));
        }
    }

    /// <summary>What is known of one instance. Guarded by itself.</summary>
    private sealed class Asked(DateTimeOffset since)
    {
        public DateTimeOffset Since { get; } = since;

        public DateTimeOffset WantedAt { get; set; }

        public DateTimeOffset AskedAt { get; set; }

        public int Failures { get; set; }

        public HealthAnswer? Last { get; set; }

        public Task<HealthAnswer>? Running { get; set; }
    }
}
