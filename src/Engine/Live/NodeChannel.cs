using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Engine.Store;

namespace Sluice.Engine.Live;

/// <inheritdoc cref="INodeChannel"/>
internal sealed partial class NodeChannel(NpgsqlDataSource database, TimeProvider time, ILogger<NodeChannel> logger) : BackgroundService, INodeChannel
{
    private const int MostUnsent = 200;
    private static readonly TimeSpan s_reconnect = TimeSpan.FromSeconds(1);
    private readonly string _node = Guid.NewGuid().ToString("N");
    private readonly Subscribers<(string Node, string Word)> _listeners = new(logger);
    private readonly Channel<string> _unsent = Channel.CreateBounded<string>(new BoundedChannelOptions(MostUnsent) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the node hears others for the first time.</summary>
    public Task Listens => _listens.Task;

    public void Say(string word)
    {
        if (Encoding.UTF8.GetByteCount(word) <= INodeChannel.Longest)
        {
            _unsent.Writer.TryWrite(word);
        }
    }

    public IDisposable Listen(Action<string, string> heard) => _listeners.Add(said => heard(said.Node, said.Word));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        KeepAsync(ListenAsync, stoppingToken),
        KeepAsync(SendAsync, stoppingToken));

    private async Task KeepAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        var said = false;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex) when (StoreFailure.IsUnavailable(ex))
            {
                if (!said)
                {
                    Log.Lost(logger, ex.Message);   // once: the store's own watch tells of outages
                    said = true;
                }

                await Task.WhenAny(Task.Delay(s_reconnect, time, ct));
            }
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => Hear(notification.Payload);

        // Installations that share a database have schemas of their own, and nothing to tell each other.
        await using var name = new NpgsqlCommand("select quote_ident('sluice_nodes_' || current_schema())", connection);
        await using var listen = new NpgsqlCommand($"listen {await name.ExecuteScalarAsync(ct)}", connection);
        await listen.ExecuteNonQueryAsync(ct);
        _listens.TrySetResult();
        while (true)
        {
            await connection.WaitAsync(ct);
        }
    }

    private void Hear(string payload)
    {
        if (payload.Length > _node.Length && !payload.StartsWith(_node, StringComparison.Ordinal))
        {
            _listeners.Publish((payload[.._node.Length], payload[_node.Length..]));
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        await foreach (var word in _unsent.Reader.ReadAllAsync(ct))
        {
            // Nothing in it needs to reach the disk.
            await using var command = database.CreateCommand("select set_config('synchronous_commit', 'off', true), pg_notify('sluice_nodes_' || current_schema(), $1)");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _node + word });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.NodesNotHeard, LogLevel.Information, "Other nodes are not heard for a while: {Reason}")]
        public static partial void Lost(ILogger logger, string reason);
    }
}
