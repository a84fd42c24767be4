using System.Security.Claims;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Whoever is signed in has the roles that the test gives; everything to begin with.</summary>
internal sealed class EverythingGranted : IGrants
{
    public ValueList<RoleGrant> Held { get; set; } = [new RoleGrant(Role.Administrator)];

    public ValueList<RoleGrant> Of(ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true ? Held : [];

    public ValueList<string> Groups { get; set; } = [];

    public ValueList<string> GroupsOf(ClaimsPrincipal user) => Groups;

    public bool IsAlive(ClaimsPrincipal user) => user.Identity?.IsAuthenticated == true;
}
