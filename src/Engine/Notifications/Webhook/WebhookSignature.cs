using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Engine.Notifications.Webhook;

/// <summary>Signs a message so that its receiver knows who sent it and when: <c>t=1767600000,v1=…</c>, HMAC-SHA256 over <c>t.body</c>.</summary>
public static class WebhookSignature
{
    public const string Header = "Sluice-Signature";

    public static string Of(SigningSecret secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Value), Encoding.UTF8.GetBytes($"{seconds}.{body}"));
        return $"t={seconds},v1={Convert.ToHexStringLower(mac)}";
    }
}
