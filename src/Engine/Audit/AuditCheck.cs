using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>Verifies a chain for somebody and enters that into the log: the entry is also where the last whole link stays written down.</summary>
public sealed partial class AuditCheck(IAuditVerifier verifier, IAuditTrail trail, TimeProvider time, ILogger<AuditCheck> logger) : IDisposable
{
    /// <summary>A walk reads the whole history; one at a time is enough for everybody.</summary>
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <param name="from">Where it was asked for (<see cref="Commands.CommandSource"/>).</param>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached; nothing is said about the chain.</exception>
    public async Task<ChainReport> RunAsync(TenantId tenant, KnownLink? known, string actor, string from, string? address, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            var report = await verifier.VerifyAsync(tenant, known, ct);
            if (report.Broken is { } broken)
            {
                Log.Broken(logger, tenant.Value, broken.Link, broken.Sentence);
            }

            await trail.RecordAsync(
                new(tenant, time.GetUtcNow(), actor, AuditActions.Verify, "audit log", AuditOutcome.Applied, SentenceOf(report), from, address, DiffOf(report)),
                ct);
            return report;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>What was found, for people.</summary>
    public static string SentenceOf(ChainReport report) => report switch
    {
        { Broken: { } broken } => string.Create(CultureInfo.InvariantCulture, $"Broken at link {broken.Link}: {broken.Sentence}"),
        { Links: 0 } => "Nothing is linked yet.",
        _ => string.Create(CultureInfo.InvariantCulture, $"All links are whole, 1 to {report.Links}."),
    };

    private static string DiffOf(ChainReport report) => JsonSerializer.Serialize(new { links = report.Links, last_hash = report.LastHash, broken = report.Broken?.Link });

    private static partial class Log
    {
        [LoggerMessage(EventIds.ChainBroken, LogLevel.Error, "The audit chain of {Tenant} is broken at link {Link}: {Sentence}")]
        public static partial void Broken(ILogger logger, string tenant, long link, string sentence);
    }
}
