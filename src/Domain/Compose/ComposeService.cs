using Sluice.Domain.Applications;
using Sluice.Domain.Services;

namespace Sluice.Domain.Compose;

/// <summary>What a file desires of one service.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Router">For a service that is new; one that there is keeps its own.</param>
/// <param name="After">Keys of the file and what is asked of them.</param>
public sealed record ComposeService(
    string Key, TextPlace At, ServiceName Name, ReleaseSpec Release, RouterSpec Router, RolloutTerms Terms, ValueList<ComposeDependency> After)
{
    public string Path => ComposePath.Key("services", Key);

    /// <summary>Where in the file the fields of the release come from, the longest beginning first.</summary>
    internal ValueList<ComposeSource> Sources { get; init; } = [];
}

/// <summary>A service of the file that is not touched.</summary>
public sealed record ComposeLeft(string Key, ServiceName Name);

/// <param name="Key">In the file.</param>
public sealed record ComposeDependency(string Key, DependencyCondition Condition, string Path, TextPlace At);

/// <param name="Field">Beginning of a field of a release as the API names it.</param>
internal sealed record ComposeSource(string Field, string Path, TextPlace At);

/// <summary>What was read of a file. With refused findings it is not to be taken live.</summary>
/// <param name="Volumes">Named volumes of the engine that the services mount, in the order of the file.</param>
/// <param name="Left">Services of the file that were not asked for: they stay as they are.</param>
public sealed record ComposeReading(
    string Application, ValueList<ComposeService> Services, ValueList<string> Volumes, ValueList<ComposeLeft> Left, ValueList<ComposeFinding> Report, ValueList<ComposeWarning> Warnings)
{
    public bool IsRefused => Report.Any(finding => finding.Treatment == ComposeTreatment.Refused);
}

/// <summary>What is given along with a file.</summary>
/// <param name="Application">Null takes the file's own name.</param>
/// <param name="Services">Those to be taken live; empty is all.</param>
public sealed record ComposeAlong(string? Application, IReadOnlyDictionary<string, string> Variables, ValueList<string> Services, ValueList<string> Profiles)
{
    public static ComposeAlong Nothing { get; } = new(null, new Dictionary<string, string>(), [], []);
}
