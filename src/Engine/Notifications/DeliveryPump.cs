using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Domain.Notifications;
using Sluice.Engine.Control;
using Sluice.Engine.Store;

namespace Sluice.Engine.Notifications;

/// <summary>
/// Sends what is due. Channels whose last attempt failed have places of their own, so that receivers that are slow or dead wait for each other
/// and nobody waits for them.
/// </summary>
internal sealed partial class DeliveryPump(
    DeliveryTable table, HoldTurn holds, INotifier notifier, IOptions<NotificationOptions> options, TimeProvider time, ILogger<DeliveryPump> logger) : BackgroundService
{
    private const int MostWell = 16;
    private const int MostFailing = 8;

    /// <summary>One tenant has at most this part of the places: the others need not wait until it has room.</summary>
    private const int TenantPart = 2;

    private const int Fine = 1_000_000;
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pruneEvery = TimeSpan.FromHours(1);
    private readonly ConcurrentDictionary<Claim, (bool Failing, Task Work)> _underWay = new(ReferenceEqualityComparer.Instance);
    private readonly Wakeup _wakeup = new();
    private DateTimeOffset _pruneAt;
    private bool _interrupted;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await TryTurnAsync(stoppingToken);
                await _wakeup.WaitUntilAsync(time.GetUtcNow() + s_pace, time, stoppingToken);
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await IdleAsync();
        }
    }

    /// <summary>Looks once at what is due and begins to send it.</summary>
    internal async Task TurnAsync(CancellationToken ct)
    {
        try
        {
            while (await holds.LookAsync(ct))
            {
                // Until all are told of.
            }
        }
        finally
        {
            // What is made already is sent, whatever keeps new ones from being made.
            await ClaimAsync(ct);
        }
    }

    private async Task ClaimAsync(CancellationToken ct)
    {
        foreach (var late in await table.ExpireAsync(ct))
        {
            Log.GivenUp(logger, late.Id, late.Channel, late.Attempts, late.Problem);
        }

        await ClaimAsync(failing: false, MostWell, ct);
        await ClaimAsync(failing: true, MostFailing, ct);
        if (time.GetUtcNow() is var now && now >= _pruneAt)
        {
            await table.PruneAsync(now - options.Value.KeepFor, ct);
            _pruneAt = now + s_pruneEvery;
        }
    }

    /// <summary>Completes when everything that is under way has ended.</summary>
    internal Task IdleAsync() => Task.WhenAll(_underWay.Values.Select(one => one.Work));

    private async Task TryTurnAsync(CancellationToken ct)
    {
        try
        {
            await TurnAsync(ct);
            if (_interrupted)
            {
                Log.Resumed(logger);
            }

            _interrupted = false;
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            if (ex is StoreUnavailableException || StoreFailure.IsUnavailable(ex))
            {
                Log.Interrupted(logger, ex.Message);
            }
            else
            {
                Log.Failed(logger, ex);
            }

            _interrupted = true;
        }
    }

    private async Task ClaimAsync(bool failing, int most, CancellationToken ct)
    {
        var busy = _underWay.Where(one => one.Value.Failing == failing).CountBy(one => one.Key.Tenant).ToDictionary();
        var free = most - busy.Values.Sum();
        foreach (var claim in free > 0 ? await table.ClaimAsync(failing, free, most / TenantPart, busy, ct) : [])
        {
            var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay[claim] = (failing, SendAsync(claim, begin.Task, ct));
            begin.SetResult();
        }
    }

    /// <param name="begin">Completes when it is noted as under way, which its end takes back.</param>
    private async Task SendAsync(Claim claim, Task begin, CancellationToken ct)
    {
        await begin;
        try
        {
            var answer = await notifier.SendAsync(claim.Message, ct);
            var now = time.GetUtcNow();
            var refusals = claim.Refusals.After(answer.Status, now);
            var next = answer.IsTaken ? null : RetryPlan.Next(claim.Message.Attempt, refusals, claim.EndsAt, now, RandomNumberGenerator.GetInt32(Fine) / (double)Fine);
            var end = refusals.AreEnough(now) ? string.Create(CultureInfo.InvariantCulture, $"Refused {refusals.Count} times in a row, it is not sent again.") : null;

            // Also when the product stops meanwhile: what was sent is to be known.
            var isKept = await table.FinishAsync(claim, answer, refusals, next, end, CancellationToken.None);
            if (isKept && !answer.IsTaken && next is null)
            {
                Log.GivenUp(logger, claim.Message.Id, claim.Channel, claim.Message.Attempt, end is null ? answer.Problem! : $"{answer.Problem} {end}");
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await ReleaseAsync(claim);
        }
        catch (Exception ex)
        {
            // The channel is free again when its time is over, and the message is sent again under the same id.
            Log.NotKept(logger, claim.Message.Id, ex);
        }
        finally
        {
            _underWay.TryRemove(claim, out _);
            _wakeup.Set();
        }
    }

    private async Task ReleaseAsync(Claim claim)
    {
        try
        {
            await table.ReleaseAsync(claim, CancellationToken.None);
        }
        catch (Exception ex)
        {
            Log.NotKept(logger, claim.Message.Id, ex);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DeliveryInterrupted, LogLevel.Warning, "Notifications wait for the database: {Reason}")]
        public static partial void Interrupted(ILogger logger, string reason);

        [LoggerMessage(EventIds.DeliveryFailed, LogLevel.Error, "Notifications cannot be sent and are tried again")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(EventIds.DeliveryResumed, LogLevel.Information, "Notifications are sent again")]
        public static partial void Resumed(ILogger logger);

        [LoggerMessage(EventIds.DeliveryGivenUp, LogLevel.Warning, "Notification {Message} to channel {Channel} is given up after {Attempts} attempts: {Problem}")]
        public static partial void GivenUp(ILogger logger, string message, string channel, int attempts, string problem);

        [LoggerMessage(EventIds.DeliveryNotKept, LogLevel.Warning, "What became of notification {Message} is not recorded; it is sent again")]
        public static partial void NotKept(ILogger logger, string message, Exception exception);
    }
}
