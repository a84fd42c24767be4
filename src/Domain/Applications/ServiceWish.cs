using Sluice.Domain.Services;

namespace Sluice.Domain.Applications;

/// <summary>What is wanted of one service of an application.</summary>
/// <param name="Key">What its author calls it.</param>
/// <param name="Router">For a place that is new; one that there is keeps its own.</param>
/// <param name="After">What must be so before it is deployed; services of the application that are not deployed with it must serve already.</param>
public sealed record ServiceWish(string Key, ServiceName Service, RouterSpec Router, ReleaseSpec Release, RolloutTerms Terms, ValueList<ServiceDependency> After);
