namespace Sluice.Domain.Access;

/// <summary>What two lists of grants both allow: a token never may more than its owner.</summary>
public static class GrantMeet
{
    public static ValueList<RoleGrant> Of(ValueList<RoleGrant> first, ValueList<RoleGrant> second) =>
        (from one in first from other in second select Of(one, other)).Distinct().ToValueList();

    // Everybody with a role sees the whole tenant, so that is left when the places have nothing in common.
    private static RoleGrant Of(RoleGrant one, RoleGrant other)
    {
        var role = Of(one.Role, other.Role);
        var apart = (one.Service is { } service && other.Service is { } otherService && service != otherService)
            || (one.Environment is { } environment && other.Environment is { } otherEnvironment && environment != otherEnvironment);
        return apart || role is Role.Viewer ? new(Role.Viewer) : new(role, one.Service ?? other.Service, one.Environment ?? other.Environment);
    }

    private static Role Of(Role one, Role other) => (one, other) switch
    {
        _ when one == other => one,
        (Role.Administrator, _) => other,
        (_, Role.Administrator) => one,
        (Role.Contributor or Role.Operator or Role.Approver, Role.Contributor or Role.Operator or Role.Approver) => Role.Contributor,
        _ => Role.Viewer,
    };
}
