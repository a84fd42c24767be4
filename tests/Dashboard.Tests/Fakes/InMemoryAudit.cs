using System.Runtime.CompilerServices;
using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>The audit log in memory: keeps what is recorded as lines, filters as the real one does for what tests ask, and can be away.</summary>
internal sealed class InMemoryAudit : IAuditTrail, IAuditLog, IAuditVerifier
{
    private readonly List<AuditLine> _lines = [];

    /// <summary>Reading and checking fail as if the database were gone.</summary>
    public bool IsAway { get; set; }

    public BrokenLink? Broken { get; set; }

    /// <summary>Which link and hash the last check was given.</summary>
    public KnownLink? Known { get; private set; }

    public IReadOnlyList<AuditLine> Lines => _lines;

    public ValueTask RecordAsync(AuditEntry entry, CancellationToken ct)
    {
        Add(entry.Actor, entry.Action, entry.Subject, Words.Of(entry.Outcome), entry.Reason, entry.From);
        _lines[^1] = _lines[^1] with { Address = entry.Address, Diff = entry.Diff, At = entry.At, Tenant = entry.Tenant };
        return ValueTask.CompletedTask;
    }

    public void Add(string actor, string action, string subject = "shop-2", string outcome = "applied", string? reason = "because", string source = "ui")
    {
        var deployment = subject.Contains('-', StringComparison.Ordinal) && !subject.Contains(' ', StringComparison.Ordinal) ? subject : null;
        _lines.Add(new(
            TenantId.Default, _lines.Count + 1, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(_lines.Count), actor, "person", OnBehalfOf: null, action, "delivery", subject,
            deployment?[..deployment.LastIndexOf('-')], Environment: null, deployment, outcome, reason, source, Address: null, Seen: 3, Version: 4, Against: null, Diff: null));
    }

    public void Change(Func<AuditLine, AuditLine> last) => _lines[^1] = last(_lines[^1]);

    public Task<AuditLines> ListAsync(TenantId tenant, AuditFilter filter, long? before, int limit, CancellationToken ct)
    {
        var lines = Matching(tenant, filter).Where(line => before is null || line.Link < before).Take(limit + 1).ToList();
        return Task.FromResult(lines.Count > limit ? new AuditLines(lines[..limit], lines[limit - 1].Link) : new AuditLines(lines, Before: null));
    }

    public Task<AuditFacets> FacetsAsync(TenantId tenant, AuditFilter filter, CancellationToken ct)
    {
        var lines = Matching(tenant, filter).ToList();
        return Task.FromResult(new AuditFacets(lines.Count, IsAll: true, Of(line => line.Actor), Of(line => line.Action), Of(line => line.Outcome), Of(line => line.Service)));

        List<AuditCount> Of(Func<AuditLine, string?> value) =>
            [.. lines.Select(value).OfType<string>().GroupBy(text => text, StringComparer.Ordinal).Select(group => new AuditCount(group.Key, group.Count()))];
    }

    public async IAsyncEnumerable<AuditLine> ExportAsync(TenantId tenant, AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var line in Matching(tenant, filter).ToList())
        {
            await Task.Yield();
            yield return line;
        }
    }

    public Task<ChainReport> VerifyAsync(TenantId tenant, KnownLink? known, CancellationToken ct)
    {
        RequireHere();
        Known = known;
        return Task.FromResult(new ChainReport(tenant, Broken is null ? _lines.Count : Broken.Link - 1, new string('a', 64), Broken));
    }

    public Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<TenantId>>([TenantId.Default]);

    private IEnumerable<AuditLine> Matching(TenantId tenant, AuditFilter filter)
    {
        RequireHere();
        return _lines.AsEnumerable().Reverse().Where(line =>
            line.Tenant == tenant
            && (filter.Actor is null || line.Actor == filter.Actor)
            && (filter.Action is null || line.Action == filter.Action)
            && (filter.Service is null || line.Service == filter.Service)
            && (filter.Outcomes is not { } outcomes || outcomes.Contains(line.Outcome))
            && (filter.From is null || line.At >= filter.From)
            && (filter.To is null || line.At < filter.To)
            && (filter.View != AuditView.Mine || line.Actor == filter.Me));
    }

    private void RequireHere()
    {
        if (IsAway)
        {
            throw new StoreUnavailableException("The database cannot be used now: connection refused.", new IOException());
        }
    }
}
