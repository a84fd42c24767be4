using Sluice.Domain.Services;

namespace Sluice.Domain.Applications;

/// <summary>What one of several services gets with one order.</summary>
public sealed record ServiceAdditions(ServiceName Service, ValueList<ServiceEvent> Events);
