using Sluice.Domain.Services;

namespace Sluice.Domain.Gates;

/// <summary>What a gate has to know beside the deployment.</summary>
/// <param name="Release">The release that would get traffic.</param>
internal sealed record GateContext(Caller Caller, Release? Release);
