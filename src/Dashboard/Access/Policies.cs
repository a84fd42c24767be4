using Microsoft.AspNetCore.Authorization;

namespace Sluice.Dashboard.Access;

/// <summary>What a person or a program may be allowed to do. Every endpoint, page and hub names one of these.</summary>
public static class Policies
{
    /// <summary>See services, deployments, evidence and history.</summary>
    public const string View = "view";

    /// <summary>Give commands to deployments.</summary>
    public const string Operate = "operate";

    /// <summary>Answer gates and rollback questions.</summary>
    public const string Approve = "approve";

    /// <summary>Declare services and releases, change settings.</summary>
    public const string Administer = "administer";

    /// <summary>Read, export and check the audit log.</summary>
    public const string Audit = "audit";

    internal const string OperatorRole = "operator";

    internal static IReadOnlyList<string> All { get; } = [View, Operate, Approve, Administer, Audit];

    /// <summary>There is one role for now, and it may do everything; the names are what endpoints depend on.</summary>
    internal static void Configure(AuthorizationOptions options)
    {
        foreach (var policy in All)
        {
            options.AddPolicy(policy, rules => rules.RequireAuthenticatedUser().RequireRole(OperatorRole));
        }

        options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
    }
}
