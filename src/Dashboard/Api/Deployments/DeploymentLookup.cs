using Sluice.Dashboard.Api.Problems;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Finds deployments by what stands in an address.</summary>
internal static class DeploymentLookup
{
    private const int LongestId = 80;

    /// <exception cref="ProblemException">It cannot be an id. It looks exactly like one that does not exist.</exception>
    public static DeploymentId Parse(string id) =>
        id.Length is > 0 and <= LongestId && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            ? DeploymentId.From(id)
            : throw NotFound(id);

    /// <exception cref="ProblemException">It does not exist, or belongs to another tenant: the two look alike.</exception>
    public static async Task<Versioned<Deployment>> GetAsync(this ILiveStates live, TenantId tenant, string id, CancellationToken ct) =>
        await live.FindDeploymentAsync(tenant, Parse(id), ct) ?? throw NotFound(id);

    public static ProblemException NotFound(string id) => new(Problem.NotFound($"deployment {Input.InputErrors.Short(id)}"));
}
