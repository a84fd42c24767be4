namespace Sluice.Engine.Store;

/// <summary>The stream moved on since it was read: read again and decide again.</summary>
public sealed class StreamConflictException(string stream, long expected)
    : Exception($"Stream {stream} is not at version {expected}.")
{
    public string Stream { get; } = stream;

    public long Expected { get; } = expected;
}

/// <summary>The command was applied before; <see cref="IEventStore.FindCommandAsync"/> has the answer.</summary>
public sealed class CommandRepeatedException(string commandId)
    : Exception($"Command {commandId} was applied before.")
{
    public string CommandId { get; } = commandId;
}

/// <summary>The database cannot be used now. A retry can help.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>An event that this program does not know: commands on its stream stop, replay shows it raw.</summary>
public sealed class UnknownEventException(string stream, long version, string type)
    : Exception($"Stream {stream} has an event of the unknown kind '{type}' at version {version}.")
{
    public string Stream { get; } = stream;

    public long Version { get; } = version;

    public string Type { get; } = type;
}
