using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Engine.Access;

/// <summary>How an API token is written: <c>slu_</c>, its id, and 256 random bits. With that much chance in it a plain hash is enough.</summary>
public static class TokenSecret
{
    public const string Prefix = "slu_";
    private const int IdBytes = 8;
    private const int SecretBytes = 32;
    private const int IdLength = IdBytes * 2;
    private const int Length = 4 + IdLength + 1 + (SecretBytes * 2);

    /// <summary>A new one. The text is shown once and kept nowhere.</summary>
    public static (string Id, string Hash, string Text) Create()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        return (id, HashOf(secret), $"{Prefix}{id}_{secret}");
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out string? hash)
    {
        (id, hash) = (null, null);
        if (text.Length != Length || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[4 + IdLength] != '_')
        {
            return false;
        }

        id = text.Substring(4, IdLength);
        hash = HashOf(text[(4 + IdLength + 1)..]);
        return true;
    }

    /// <summary>In constant time.</summary>
    public static bool Same(string hash, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));

    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
