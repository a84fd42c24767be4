using Microsoft.Extensions.Options;

namespace Sluice.Engine.Workloads;

/// <summary>Where instances keep their state and their output. Section <c>Data</c>.</summary>
public sealed class WorkloadOptions
{
    public const string Section = "Data";

    /// <summary>The data folder of the control plane; made when missing.</summary>
    public string Directory { get; set; } = Environment.IsPrivilegedProcess
        ? "/var/lib/sluice"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "sluice");
}

internal sealed class WorkloadOptionsValidator : IValidateOptions<WorkloadOptions>
{
    public ValidateOptionsResult Validate(string? name, WorkloadOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (string.IsNullOrWhiteSpace(options.Directory))
        {
            result.AddError("Data:Directory must be the path of a folder, but is empty. Leave it out for the default.");
        }
        else if (File.Exists(options.Directory))
        {
            result.AddError($"Data:Directory must be a folder, but {options.Directory} is a file.");
        }

        return result.Build();
    }
}
