using System.ComponentModel;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A channel to make.</summary>
public sealed record ChannelBody(
    string Name,
    [property: Description("http or https, without name and password.")] string Address,
    [property: Description("Only of services of this team; left out: of all.")] string? Team,
    [property: Description("Only of these; left out: of all.")] IReadOnlyList<string>? Services,
    [property: Description("Only of these; left out: of all.")] IReadOnlyList<string>? Environments,
    [property: Description("gate_waits, returned, held, failed, overridden, started, succeeded, aborted, cancelled; left out: the first five.")] IReadOnlyList<string>? Kinds,
    [property: Description("Left out: true.")] bool? On,
    [property: Description("16 to 200 visible ASCII characters to sign with; left out: one is made, and is in the answer once.")] string? Secret);

/// <summary>A channel as it is to be from now on. What is left out is as for one that is new; only the secret stays.</summary>
public sealed record ChannelChangeBody(
    string Name,
    string Address,
    string? Team,
    IReadOnlyList<string>? Services,
    IReadOnlyList<string>? Environments,
    IReadOnlyList<string>? Kinds,
    bool? On,
    [property: Description("Another secret; left out: it stays.")] string? Secret,
    [property: Description("True: another secret is made, and is in the answer once.")] bool? NewSecret);
