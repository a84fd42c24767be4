using Microsoft.AspNetCore.Authorization;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Access;

/// <summary>What a person or a program may be allowed to do. Every endpoint, page and hub names one of these.</summary>
public static class Policies
{
    /// <summary>See services, deployments, evidence and history.</summary>
    public const string View = "view";

    /// <summary>Write notes.</summary>
    public const string Note = "note";

    /// <summary>Give commands to deployments, add releases.</summary>
    public const string Operate = "operate";

    /// <summary>Answer gates and rollback questions.</summary>
    public const string Approve = "approve";

    /// <summary>Read and export the audit log.</summary>
    public const string Audit = "audit";

    /// <summary>Declare services, change their settings.</summary>
    public const string Administer = "administer";

    /// <summary>Change what holds for the whole tenant: accounts, roles, everybody's tokens.</summary>
    public const string Manage = "manage";

    /// <summary>One's own account: every person who is signed in, with or without a role. Never a token, which could make itself another.</summary>
    public const string Self = "self";

    internal static IReadOnlyList<string> All { get; } = [View, Note, Operate, Approve, Audit, Administer, Manage, Self];

    internal static void Configure(AuthorizationOptions options)
    {
        Add(View, new(Right.View));
        Add(Note, new(Right.Note));
        Add(Operate, new(Right.Operate));
        Add(Approve, new(Right.Approve));
        Add(Audit, new(Right.Audit, WholeTenant: true));
        Add(Administer, new(Right.Administer));
        Add(Manage, new(Right.Administer, WholeTenant: true));
        options.AddPolicy(Self, rules => rules.RequireAuthenticatedUser().RequireAssertion(context => context.User.Kind() is Principals.AccountKind or Principals.BootstrapKind));
        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();

        void Add(string name, RightRequirement requirement) => options.AddPolicy(name, rules => rules.RequireAuthenticatedUser().AddRequirements(requirement));
    }
}

/// <summary>A right that somebody must have: at the place asked about, somewhere in the service of the address, or for the whole tenant.</summary>
internal sealed record RightRequirement(Right Right, bool WholeTenant = false) : IAuthorizationRequirement;
