using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Engine.Access;

/// <summary>Who vouches for an account.</summary>
public enum AccountSource
{
    /// <summary>Its password, kept here.</summary>
    Local,

    /// <summary>The headers of a trusted proxy.</summary>
    Proxy,

    /// <summary>A provider of sign-ins.</summary>
    Oauth,
}

/// <summary>A person who may come in.</summary>
/// <param name="Stamp">Changes when every session must end: with the password, and on request.</param>
/// <param name="Grants">For accounts that others vouch for, as they were at the last sign-in.</param>
public sealed record Account(
    TenantId Tenant,
    AccountName Name,
    string DisplayName,
    AccountSource Source,
    ValueList<string> Groups,
    ValueList<RoleGrant> Grants,
    string Stamp,
    bool IsDisabled,
    DateTimeOffset CreatedAt,
    string CreatedBy)
{
    public DateTimeOffset? LastSignInAt { get; init; }

    /// <summary>Others see what they look at, and they see others; false: neither.</summary>
    public bool ShowsPresence { get; init; } = true;

    public bool IsAdministrator => !IsDisabled && Permissions.Allows(Grants, Right.Administer, place: null);
}

/// <summary>An account with what only a sign-in needs.</summary>
public sealed record AccountSecret(Account Account, string? PasswordHash, int Failures, DateTimeOffset? LockedUntil);
