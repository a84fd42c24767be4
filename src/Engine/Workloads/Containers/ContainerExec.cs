using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Engine.Workloads.Health;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Runs commands inside containers. An engine cannot be told to end one, so there is at most one at a time that has not ended.</summary>
internal sealed class ContainerExec(EngineApi api)
{
    private readonly ConcurrentDictionary<string, string> _running = new(StringComparer.Ordinal);

    /// <exception cref="OperationCanceledException">Its time was over; it goes on in the container.</exception>
    public async Task<CommandEnd> RunAsync(string container, ValueList<string> command, CancellationToken ct)
    {
        try
        {
            if (_running.TryGetValue(container, out var before) && await api.FindExecAsync(before, ct) is { Running: true })
            {
                return new(Code: null, "the one before has not ended yet");
            }

            var id = _running[container] = await api.CreateExecAsync(container, command, ct);
            var lines = await api.StartExecAsync(id, ct);
            var end = await api.FindExecAsync(id, ct);
            _running.TryRemove(container, out _);
            return new(end?.ExitCode, lines.LastOrDefault(line => line.Length > 0));
        }
        catch (EngineException ex)
        {
            return new(Code: null, ex.Message.TrimEnd('.'));
        }
    }
}
