using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Sluice.Domain;

namespace Sluice.Dashboard.Access;

/// <summary>Who is at work in this request or circuit. Hub methods use <see cref="Principals"/> on <c>Context.User</c> instead.</summary>
public sealed class CurrentActor
{
    private ClaimsPrincipal _user = new();

    public Actor Actor => _user.ToActor();

    /// <summary>The named groups that have a say at gates.</summary>
    public ValueList<string> Groups => _user.ToGroups();

    public TenantId Tenant => _user.ToTenant();

    internal void Is(ClaimsPrincipal user) => _user = user;
}

/// <summary>A circuit outlives the request that opened it, so it takes the identity along when it opens.</summary>
internal sealed class CurrentActorOfCircuit(AuthenticationStateProvider authentication, CurrentActor current) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        current.Is((await authentication.GetAuthenticationStateAsync()).User);
}
