using System.Security.Cryptography;

namespace Sluice.Engine.Access;

/// <summary>Random marks and passwords.</summary>
internal static class Stamps
{
    // Without characters that look alike: somebody may have to type it.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string Next() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Twenty characters in groups of five: 99 bits.</summary>
    public static string Password() => string.Join('-', RandomNumberGenerator.GetString(Alphabet, 20).Chunk(5).Select(part => new string(part)));
}
