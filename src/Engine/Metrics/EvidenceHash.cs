using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Domain;
using Sluice.Domain.Analysis;

namespace Sluice.Engine.Metrics;

/// <summary>
/// A fingerprint of the counts that a decision rests on: the first 16 hex digits of the SHA-256 of one line per arm, stable first, each ended by a line feed:
/// <c>stable REQUESTS ERRORS CLIENT_ERRORS OPEN FIRST:COUNT,COUNT,…</c>, with the histogram from its first bucket in use to its last; <c>0:</c> when it is empty.
/// Details that are known follow in lines of their own: <c>aging FIRST:CHANGE,…</c> and <c>replica REQUESTS ERRORS ID</c> for each instance, of each stretch after a line <c>stretch</c>.
/// </summary>
internal static class EvidenceHash
{
    private const int Digits = 16;

    public static string Of(ArmWindow? stable, ArmWindow canary)
    {
        var text = new StringBuilder();
        if (stable is not null)
        {
            Write(text, "stable", stable);
        }

        Write(text, "canary", canary);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Digits];
    }

    /// <summary>Of an interval and of all before it: the SHA-256 of the hash before, a line feed, and the interval's own.</summary>
    /// <param name="before">Empty for the first.</param>
    public static string Chain(string before, ArmWindow? stable, ArmWindow canary) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{before}\n{Of(stable, canary)}")))[..Digits];

    private static void Write(StringBuilder text, string arm, ArmWindow window)
    {
        text.Append(CultureInfo.InvariantCulture, $"{arm} {window.Requests} {window.Errors} {window.ClientErrors} {window.Open} ");
        Write(text, PackedBuckets.Pack(window.Latency.Span));
        Write(text, window.Detail);
    }

    private static void Write(StringBuilder text, ArmDetail detail)
    {
        if (!detail.Aging.IsEmpty)
        {
            Write(text.Append("aging "), PackedBuckets.Pack(detail.Aging.Span));
        }

        Write(text, detail.Replicas);
        foreach (var stretch in detail.Stretches)
        {
            Write(text.Append("stretch\n"), stretch);
        }
    }

    private static void Write(StringBuilder text, ValueList<InstanceCounts> replicas)
    {
        foreach (var replica in replicas)
        {
            text.Append(CultureInfo.InvariantCulture, $"replica {replica.Requests} {replica.Errors} {replica.Id}\n");
        }
    }

    private static void Write(StringBuilder text, PackedBuckets buckets) =>
        text.Append(CultureInfo.InvariantCulture, $"{buckets.First}:").AppendJoin(',', buckets.Counts).Append('\n');
}
