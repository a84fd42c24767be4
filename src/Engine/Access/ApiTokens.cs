using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Validation;
using Sluice.Engine.Audit;

namespace Sluice.Engine.Access;

/// <summary>Makes and revokes API tokens.</summary>
public sealed class ApiTokens(ITokenStore store, AccessDirectory directory, IAuditTrail audit, TimeProvider time)
{
    public const int LongestDays = 365;
    private const int LongestName = 80;

    /// <summary>The token is in the answer and nowhere else.</summary>
    /// <param name="owner">Null for the bootstrap administrator.</param>
    public async Task<AccessAnswer> CreateAsync(Requester by, AccountName? owner, string name, ValueList<RoleGrant> grants, int days, CancellationToken ct)
    {
        var errors = Check(name.Trim(), grants, days);
        if (errors.Count > 0)
        {
            return new AccessAnswer.Refused(errors);
        }

        var (id, hash, text) = TokenSecret.Create();
        var now = time.GetUtcNow();
        await store.AddAsync(new(id, by.Tenant, name.Trim(), hash, grants, now, now.AddDays(days), by.Name, owner), ct);
        await directory.RefreshAsync(ct);
        var diff = JsonSerializer.Serialize(new { id, grants = grants.Select(grant => grant.ToString()), days });
        await audit.RecordAsync(by.Entry(time, AccessActions.CreateToken, name.Trim(), AuditOutcome.Applied, diff: diff), ct);
        return new AccessAnswer.Done(text);
    }

    /// <param name="owner">Null: whoever owns it, for administrators.</param>
    public async Task<AccessAnswer> RevokeAsync(Requester by, string id, AccountName? owner, CancellationToken ct)
    {
        if (!await store.RevokeAsync(by.Tenant, id, owner, time.GetUtcNow(), ct))
        {
            return AccessAnswer.No("token", id.Length > 80 ? id[..80] : id, "a token that is not revoked yet");
        }

        await directory.RefreshAsync(ct);
        await audit.RecordAsync(by.Entry(time, AccessActions.RevokeToken, id, AuditOutcome.Applied), ct);
        return new AccessAnswer.Done();
    }

    private static ValueList<FieldError> Check(string name, ValueList<RoleGrant> grants, int days)
    {
        var errors = new List<FieldError>();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            errors.Add(new("name", name.Length == 0 ? "nothing" : name[..Math.Min(name.Length, LongestName)], $"1 to {LongestName} characters"));
        }

        if (grants.Count is 0 or > AccountRules.MostGrants)
        {
            errors.Add(new("grants", $"{grants.Count} grants", $"1 to {AccountRules.MostGrants}"));
        }

        if (days is < 1 or > LongestDays)
        {
            errors.Add(new("days", $"{days}", $"1 to {LongestDays}"));
        }

        return errors.ToValueList();
    }
}
