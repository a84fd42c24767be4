using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A Compose file and what is given along with it.</summary>
public sealed record ComposePreviewBody(
    [property: Description("The file as it is written, YAML, at most 256 Ki characters.")] string File,
    [property: Description("The application's name; the file's own unless told.")] string? Application,
    [property: Description("Where it is taken live; production unless told.")] string? Environment,
    [property: Description("Values for ${NAME} in the file. Nothing of the control plane's own environment is known there.")] IReadOnlyDictionary<string, string>? Variables,
    [property: Description("The services to take live; all unless told. The others stay as they are.")] IReadOnlyList<string>? Services,
    [property: Description("Profiles whose services take part.")] IReadOnlyList<string>? Profiles);

/// <summary>The same, to be taken live.</summary>
public sealed record ComposeBody(
    [property: Description("The file as it is written, YAML, at most 256 Ki characters.")] string File,
    [property: Description("The application's name; the file's own unless told.")] string? Application,
    [property: Description("Where it is taken live; production unless told.")] string? Environment,
    [property: Description("Values for ${NAME} in the file. Nothing of the control plane's own environment is known there.")] IReadOnlyDictionary<string, string>? Variables,
    [property: Description("The services to take live; all unless told. The others stay as they are.")] IReadOnlyList<string>? Services,
    [property: Description("Profiles whose services take part.")] IReadOnlyList<string>? Profiles,
    string? Reason,
    string? CommandId);

/// <summary>What a Compose file would do. Nothing was touched.</summary>
/// <param name="Accepted">Nothing is refused: it can be taken live.</param>
/// <param name="Report">Every key of the file.</param>
/// <param name="Volumes">Volumes of the engine that its services mount; they come first.</param>
/// <param name="Plan">Services in the order in which they wait for each other. Those with nothing to do are in <paramref name="Unchanged"/>.</param>
public sealed record ComposePreviewView(
    string Application, string Environment, bool Accepted, IReadOnlyList<ComposeFindingView> Report, IReadOnlyList<ComposeWarningView> Warnings, IReadOnlyList<string> Volumes, IReadOnlyList<ComposeServiceView> Plan, IReadOnlyList<ComposeServiceView> Unchanged);

/// <param name="Treatment"><c>honoured</c>, <c>translated</c>, <c>ignored</c> or <c>refused</c>.</param>
/// <param name="Detail">How or why, and of what is refused what to do.</param>
public sealed record ComposeFindingView(string Path, int Line, int Column, string Treatment, string Detail);

public sealed record ComposeWarningView(string Path, int Line, int Column, string Detail);

/// <param name="Key">In the file.</param>
/// <param name="Service">In Sluice.</param>
/// <param name="Verdict"><c>new</c>, <c>up_to_date</c>, <c>needs_update</c> or <c>needs_recreate</c>.</param>
/// <param name="Live">The release that serves.</param>
/// <param name="Release">The release that would be deployed.</param>
/// <param name="Differences">Between what serves and what the file says.</param>
/// <param name="After">What it waits for.</param>
/// <param name="Operations">What its deployment would do, in order.</param>
/// <param name="Behind">A deployment that must end first.</param>
public sealed record ComposeServiceView(
    string Key, string Service, string Verdict, string Detail, int? Live, int Release, IReadOnlyList<SpecDifferenceView> Differences, IReadOnlyList<ComposeAfterView> After, IReadOnlyList<OperationView> Operations, string? Behind);

/// <param name="Condition"><c>service_started</c> or <c>service_healthy</c>.</param>
public sealed record ComposeAfterView(string Service, string Condition);

/// <param name="Draft">Its page is <c>/compose/{draft}</c>.</param>
public sealed record ComposeDraftView(string Draft);
