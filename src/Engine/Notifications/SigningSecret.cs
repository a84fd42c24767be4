using System.Security.Cryptography;
using Sluice.Domain.Replay;

namespace Sluice.Engine.Notifications;

/// <summary>What the messages of a channel are signed with. Shown once, when it is made.</summary>
public sealed record SigningSecret(string Value)
{
    private const int Bytes = 32;

    public static SigningSecret Create() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));

    public override string ToString() => Masking.Mask;
}
