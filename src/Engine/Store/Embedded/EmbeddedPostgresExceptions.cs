namespace Sluice.Engine.Store.Embedded;

/// <summary>Another instance of the product works on the same data folder.</summary>
public sealed class DataDirectoryInUseException(string directory)
    : Exception($"Another instance of Sluice is using the data folder {directory}. Stop it, or give this one a folder of its own with Data:Directory.")
{
    public string Directory { get; } = directory;
}

/// <summary>The embedded database cannot be made or started; the message says what to do.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
