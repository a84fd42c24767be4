using System.Security.Cryptography;

namespace Sluice.Dashboard.Http;

/// <summary>One response's permission for the import map, the only inline script there is.</summary>
internal sealed class CspNonce
{
    public string Value { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
}
