using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Sluice.Dashboard.Access;

/// <summary>The installation's own secret: makes whoever holds it the bootstrap administrator. Configured, or generated once and kept.</summary>
internal sealed class AccessToken
{
    private readonly byte[] _hash;

    public AccessToken(IOptions<AccessOptions> options, DataDirectory data)
    {
        var configured = options.Value.BootstrapToken;
        Value = string.IsNullOrEmpty(configured) ? ReadOrCreate(data) : configured;
        _hash = Hash(Value);
        IsEnabled = options.Value.BootstrapTokenEnabled;

        // Only proves that a session was opened with this token, and must not help to guess it.
        Stamp = Convert.ToHexStringLower(SHA256.HashData([.. "sluice session "u8, .. _hash]))[..32];
    }

    public string Value { get; }

    public bool IsEnabled { get; }

    /// <summary>What sessions opened with it carry: with another token, or none, they end.</summary>
    public string Stamp { get; }

    public bool IsStamp(string? stamp) => IsEnabled && string.Equals(stamp, Stamp, StringComparison.Ordinal);

    /// <summary>Compares hashes in constant time, so that neither content nor length can be felt out.</summary>
    public bool Matches(string? candidate) => IsEnabled && candidate is not null && CryptographicOperations.FixedTimeEquals(_hash, Hash(candidate));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string ReadOrCreate(DataDirectory data)
    {
        var path = Path.Combine(data.Private("access").FullName, "token");
        if (File.Exists(path))
        {
            var kept = File.ReadAllText(path).Trim();
            return kept.Length > 0 ? kept : throw new InvalidDataException($"{path} is empty. Remove it to have a token generated.");
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using var writer = new StreamWriter(path, options);
        writer.Write(token);
        return token;
    }
}
