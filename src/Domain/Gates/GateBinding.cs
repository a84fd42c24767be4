using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Domain.Deployments;

namespace Sluice.Domain.Gates;

/// <summary>What an approval is about. When one of these changes, the approvals given so far are void.</summary>
/// <param name="Plan">Fingerprint of the plan.</param>
/// <param name="Release">Service and number of the release, which never changes.</param>
/// <param name="Evidence">Fingerprint of the counts that the verdict rests on, when the question was asked; empty without any.</param>
public sealed record GateBinding(string Plan, string Release, string Evidence)
{
    private const int Digits = 16;

    public static GateBinding Of(Deployment deployment) => new(
        Fingerprint(deployment.Spec.Plan), FormattableString.Invariant($"{deployment.Spec.Service}#{deployment.Spec.ToRelease}"), deployment.Verdict?.Hash ?? string.Empty);

    /// <summary>The first 16 hex digits of the SHA-256 of the record as JSON.</summary>
    private static string Fingerprint<T>(T record) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record))))[..Digits];
}
