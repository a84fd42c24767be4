namespace Sluice.Engine.Traffic;

/// <summary>Requests since copies of them go to this release, or the router started.</summary>
/// <param name="Copied">Copies that ended.</param>
/// <param name="Errors">Of these, as with users' requests.</param>
/// <param name="Dropped">Were to be copied, but too many copies were open.</param>
/// <param name="Unfit">Cannot be copied: by method, body, or because they ask for an upgrade.</param>
public sealed record ReadMirror(long Copied, long Errors, long Dropped, long Unfit);
