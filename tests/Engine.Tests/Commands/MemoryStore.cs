using System.Runtime.CompilerServices;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Commands;

/// <summary>A store in memory, with hooks for what other writers, the network and a crash do in between.</summary>
internal sealed class MemoryStore : IEventStore, IStreamDirectory
{
    private readonly Lock _lock = new();
    private readonly List<Recorded> _events = [];
    private readonly Dictionary<string, string> _commands = new(StringComparer.Ordinal);
    private TaskCompletionSource _appended = New();

    /// <summary>Runs before each append; may append itself, or throw.</summary>
    public Action<AppendRequest>? BeforeAppend { get; set; }

    /// <summary>Runs after the events of a stream were looked up and before they are handed over; may append itself.</summary>
    public Action<string>? AfterRead { get; set; }

    /// <summary>Runs before each read of all events; may append itself.</summary>
    public Action? BeforeReadAll { get; set; }

    /// <summary>How far durable readers have come; null for all the way.</summary>
    public long? Final { get; set; }

    /// <summary>Thrown by every read of all events.</summary>
    public Exception? Away { get; set; }

    /// <summary>Reads of all events neither answer nor fail before it completes.</summary>
    public Task Frozen { get; set; } = Task.CompletedTask;

    /// <summary>What each append held, in order.</summary>
    public List<AppendRequest> Appends { get; } = [];

    public int Reads { get; private set; }

    public Task AppendAsync(AppendRequest request, CancellationToken ct)
    {
        BeforeAppend?.Invoke(request);
        Append(request);
        return Task.CompletedTask;
    }

    public void Append(AppendRequest request)
    {
        lock (_lock)
        {
            if (request.CommandId is { } id && _commands.ContainsKey(id))
            {
                throw new CommandRepeatedException(id);
            }

            foreach (var stream in request.Streams.Where(s => VersionOf(request.Tenant, s.Stream) != s.ExpectedVersion))
            {
                throw new StreamConflictException(stream.Stream, stream.ExpectedVersion);
            }

            foreach (var stream in request.Streams)
            {
                var version = stream.ExpectedVersion;
                _events.AddRange(stream.Events.Select(e => new Recorded(request.Tenant, stream.Stream, ++version, _events.Count + 1, request.At, e)).ToList()
                    .Select((recorded, i) => recorded with { Position = _events.Count + i + 1 }));
            }

            if (request.CommandId is { } command)
            {
                _commands[command] = request.CommandAnswer ?? "null";
            }

            Appends.Add(request);
            Interlocked.Exchange(ref _appended, New()).SetResult();
        }
    }

    public Task<IReadOnlyList<Recorded>> ReadStreamAsync(TenantId tenant, string stream, long afterVersion, long? toVersion, CancellationToken ct)
    {
        List<Recorded> found;
        lock (_lock)
        {
            Reads++;
            found = [.. _events.Where(e => e.Tenant == tenant && e.Stream == stream && e.Version > afterVersion && e.Version <= (toVersion ?? long.MaxValue))];
        }

        AfterRead?.Invoke(stream);
        return Task.FromResult<IReadOnlyList<Recorded>>(found);
    }

    public async Task<AllEventsPage> ReadAllAsync(long afterPosition, int limit, CancellationToken ct)
    {
        await Frozen.WaitAsync(ct);
        BeforeReadAll?.Invoke();
        lock (_lock)
        {
            var page = _events.Where(e => e.Position > afterPosition).Take(limit).ToList();
            return Away is { } away ? throw away : new AllEventsPage(page, page.Count > 0 ? page[^1].Position : afterPosition);
        }
    }

    public Task WaitForAppendAsync(CancellationToken ct) => Volatile.Read(ref _appended).Task.WaitAsync(ct);

    public Task<string?> FindCommandAsync(TenantId tenant, string commandId, CancellationToken ct) => Task.FromResult(_commands.GetValueOrDefault(commandId));

    public Task<IReadOnlyList<RawEvent>> ReadRawAsync(TenantId tenant, string stream, long afterVersion, int limit, CancellationToken ct) => throw new NotSupportedException();

    public async IAsyncEnumerable<WholeStream> ReadAsync(string streamType, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var (tenant, stream) in Events.Where(e => e.Stream.StartsWith(streamType + "-", StringComparison.Ordinal)).Select(e => (e.Tenant, e.Stream)).Distinct())
        {
            yield return new(tenant, stream, await ReadStreamAsync(tenant, stream, afterVersion: 0, toVersion: null, ct));
        }
    }

    public Task<long> FinalPositionAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return Task.FromResult(Final ?? _events.Count);
        }
    }

    public IReadOnlyList<Recorded> Events
    {
        get
        {
            lock (_lock)
            {
                return [.. _events];
            }
        }
    }

    private long VersionOf(TenantId tenant, string stream) => _events.Count(e => e.Tenant == tenant && e.Stream == stream);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
