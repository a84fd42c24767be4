namespace Sluice.Engine.Store;

/// <summary>
/// Tables of one feature. Registered parts are applied at every start, in order of registration, in one transaction and
/// under one lock, so nodes that start together do not meet.
/// </summary>
public interface ISchemaPart
{
    /// <summary>Named in the message when it cannot be applied.</summary>
    string Name { get; }

    /// <summary>
    /// Statements that change nothing the second time (<c>create table if not exists …</c>). Table names start with
    /// <c>sluice_</c> and are written without a schema: the connection's search path leads to the configured one.
    /// </summary>
    string Sql { get; }
}
