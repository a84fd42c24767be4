using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Gates;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Accounts that may approve at a place now, as a gate sees them.</summary>
internal static class GatePeople
{
    public static ValueList<Caller> Of(AccessSnapshot now, TenantId tenant, AccessPlace place) =>
    [
        .. now.Accounts(tenant).Where(account => !account.IsDisabled && Permissions.Allows(account.Grants, Right.Approve, place))
            .Select(account => new Caller(Actor.Person(account.Name.Value), account.Groups)),
    ];
}
