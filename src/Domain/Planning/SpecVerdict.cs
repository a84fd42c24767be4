namespace Sluice.Domain.Planning;

/// <summary>What has to be done so that what runs becomes what is desired. Later words ask for more.</summary>
public enum SpecVerdict
{
    UpToDate,

    /// <summary>Only limits differ, which an engine could change in place.</summary>
    NeedsUpdate,

    NeedsRecreate,
}
