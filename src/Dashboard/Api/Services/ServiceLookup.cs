using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Services;

/// <summary>Finds services by what stands in an address.</summary>
internal static class ServiceLookup
{
    /// <exception cref="ProblemException">It does not exist, belongs to another tenant, or cannot be a name: the three look alike.</exception>
    public static async Task<Versioned<Service>> GetServiceAsync(this ILiveStates live, TenantId tenant, string name, CancellationToken ct) =>
        Slug.IsValid(name) && await live.FindServiceAsync(tenant, ServiceName.From(name), ct) is { } service
            ? service
            : throw new ProblemException(Problem.NotFound($"service {InputErrors.Short(name)}"));
}
