using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Engine.Store.Embedded;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>
/// Sees to it that a gateway runs: takes over the one that is there, else starts one, and starts it again when it dies. It outlives us:
/// only <see cref="StopAsync"/> ends it.
/// </summary>
public sealed partial class GatewayProcess : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(35);   // the gateway itself lets open requests go on for 30 s

    private readonly GatewayFolder _folder;
    private readonly GatewayLauncher _launcher;
    private readonly GatewayClient _client;
    private readonly GatewayMonitor _monitor;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly bool _isManaged;
    private readonly string _urls;
    private readonly RestartPause _pause;
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private Task _supervision = Task.CompletedTask;
    private Process? _child;

    internal GatewayProcess(
        GatewayFolder folder, GatewayLauncher launcher, GatewayClient client, GatewayMonitor monitor,
        IOptions<GatewayOptions> options, TimeProvider time, ILogger<GatewayProcess> logger)
    {
        (_folder, _launcher, _client, _monitor, _time, _logger) = (folder, launcher, client, monitor, time, logger);
        (_isManaged, _urls) = (options.Value.Managed, options.Value.Urls);
        _pause = new(time);
    }

    /// <summary>Begins to supervise. Returns after the first try, whether or not it was a success: health and log tell.</summary>
    internal Task StartAsync(CancellationToken ct)
    {
        _supervision = Task.Run(() => SuperviseAsync(_ending.Token), CancellationToken.None);
        return Task.WhenAny(_tried.Task, _supervision).WaitAsync(ct);
    }

    /// <summary>Ends the supervision; the gateway goes on serving.</summary>
    internal async Task LeaveAsync()
    {
        await _ending.CancelAsync();
        await _supervision;
        if (_monitor.Current is { IsReachable: true, Pid: { } pid } health && _folder.IsHeld())
        {
            Log.Left(_logger, pid, string.Join(", ", health.Urls));
        }
    }

    /// <summary>Ends supervision and gateway: it stops listening, lets open requests finish, and is killed when that takes too long.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        await _ending.CancelAsync();
        await _supervision;
        if (!_isManaged || await FindPidAsync(ct) is not { } pid)
        {
            return;
        }

        await SignalAsync("TERM", pid, ct);
        using var limit = new CancellationTokenSource(EndLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            while (_folder.IsHeld())
            {
                await Task.Delay(LookEvery / 10, _time, either.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await SignalAsync("KILL", pid, ct);
        }

        Log.Stopped(_logger, pid);
    }

    public void Dispose()
    {
        _ending.Dispose();
        _child?.Dispose();
    }

    /// <summary>The number in a file may have gone to another process since; only one that answers for itself, or our own child, is signalled.</summary>
    private async Task<int?> FindPidAsync(CancellationToken ct) =>
        await _folder.ReadContactAsync(ct) is { } contact && await IsThatOneAsync(contact, ct) ? contact.Pid
        : _child is { HasExited: false } ? _child.Id
        : null;

    private async Task SuperviseAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _pause.WaitAsync(ct);
                var contact = await BringUpAsync(ct);
                _tried.TrySetResult();
                await WaitUntilGoneAsync(contact, ct);
                _monitor.Failed($"The gateway (process {contact.Pid}) is gone.");
                Log.Gone(_logger, contact.Pid);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { /* we leave, it stays */ }
            catch (GatewayStartException ex)
            {
                if (_monitor.Current.LastError != ex.Message)
                {
                    Log.NotStarted(_logger, ex.Message);
                }

                _monitor.Failed(ex.Message);
                _tried.TrySetResult();
            }
        }
    }

    private async Task<GatewayContact> BringUpAsync(CancellationToken ct)
    {
        if (await _folder.ReadContactAsync(ct) is { } found && await IsThatOneAsync(found, ct))
        {
            _monitor.Found(found, isAdopted: true);
            Log.Adopted(_logger, found.Pid, string.Join(", ", found.Urls));
            if (_isManaged && !ServesAsConfigured(found))
            {
                Log.ServesElsewhere(_logger, found.Pid, string.Join(", ", found.Urls), _urls);
            }

            return found;
        }

        if (!_isManaged)
        {
            throw new GatewayStartException($"No gateway answers where {_folder.ContactFile} (Gateway:Contact) says.");
        }

        if (_child is { HasExited: false })
        {
            // It stopped listening, and is about to end: it holds its folder until then.
            await _child.WaitForExitAsync(ct);
        }

        _child?.Dispose();
        (_child, var contact) = await _launcher.StartAsync(ct);
        _monitor.Found(contact, isAdopted: false);
        Log.Started(_logger, contact.Pid, string.Join(", ", contact.Urls));
        return contact;
    }

    /// <summary>Hosts are written in many ways; ports tell whether someone moved it. Port 0 is any.</summary>
    private bool ServesAsConfigured(GatewayContact contact)
    {
        var ports = contact.Urls.Select(PortOf).ToHashSet(StringComparer.Ordinal);
        return _urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(PortOf).All(port => port is "0" || ports.Contains(port));

        static string PortOf(string url) => new UriBuilder(url.Replace("//*", "//any", StringComparison.Ordinal).Replace("//+", "//any", StringComparison.Ordinal)).Port.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<bool> IsThatOneAsync(GatewayContact contact, CancellationToken ct)
    {
        try
        {
            return (await _client.StatusAsync(contact, ct)).Run == contact.Run;
        }
        catch (RouterException)
        {
            return false;
        }
    }

    private async Task WaitUntilGoneAsync(GatewayContact contact, CancellationToken ct)
    {
        var admin = new Uri(contact.Admin);

        // Asked for once: each call would hold on to the process until it ends.
        var exit = _child is { } child && child.Id == contact.Pid ? child.WaitForExitAsync(ct) : null;
        while (await ListensAsync(admin, ct))
        {
            var pause = Task.Delay(LookEvery, _time, ct);
            await (exit is not null ? Task.WhenAny(exit, pause) : pause);
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>False only when the kernel says that nobody listens. One that is slow or stuck is alive, and holds folder and port.</summary>
    private static async Task<bool> ListensAsync(Uri admin, CancellationToken ct)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(admin.Host, admin.Port, ct);
            return true;
        }
        catch (SocketException ex)
        {
            return ex.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }

    // The shell's own kill: there need not be a program of that name.
    private static async Task SignalAsync(string signal, int pid, CancellationToken ct) =>
        await Command.RunAsync(["/bin/sh", "-c", "kill -\"$1\" \"$2\"", "sh", signal, pid.ToString(CultureInfo.InvariantCulture)], "/", ct);

    private static partial class Log
    {
        [LoggerMessage(EventIds.GatewayStarted, LogLevel.Information, "The gateway (process {Pid}) serves at {Urls}")]
        public static partial void Started(ILogger logger, int pid, string urls);

        [LoggerMessage(EventIds.GatewayAdopted, LogLevel.Information, "The gateway (process {Pid}) was running already and serves at {Urls}")]
        public static partial void Adopted(ILogger logger, int pid, string urls);

        [LoggerMessage(EventIds.GatewayServesElsewhere, LogLevel.Warning,
            "The gateway (process {Pid}) serves at {Urls}, but Gateway:Urls is {Wanted}. To move it, end it; it is started again at once")]
        public static partial void ServesElsewhere(ILogger logger, int pid, string urls, string wanted);

        [LoggerMessage(EventIds.GatewayGone, LogLevel.Error, "The gateway (process {Pid}) is gone; bringing it back")]
        public static partial void Gone(ILogger logger, int pid);

        [LoggerMessage(EventIds.GatewayStartFailed, LogLevel.Error, "{Why}")]
        public static partial void NotStarted(ILogger logger, string why);

        [LoggerMessage(EventIds.GatewayLeftServing, LogLevel.Information, "The gateway (process {Pid}) goes on serving at {Urls}")]
        public static partial void Left(ILogger logger, int pid, string urls);

        [LoggerMessage(EventIds.GatewayStopped, LogLevel.Information, "The gateway (process {Pid}) was stopped")]
        public static partial void Stopped(ILogger logger, int pid);
    }
}
