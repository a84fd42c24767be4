using Sluice.Domain.Services;

namespace Sluice.Domain.Gates;

/// <summary>What a gate has to know beside the deployment.</summary>
/// <param name="Release">The release that would get traffic.</param>
/// <param name="Place">Where it is delivered, with what is asked there of orders against the verdict.</param>
/// <param name="IsFrozen">Nothing may go on: the last approval is kept, and the gate opens when the freeze is over.</param>
internal sealed record GateContext(Caller Caller, Release? Release, ServiceEnvironment Place, bool IsFrozen);
