using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Access;

/// <summary>Looks every few seconds whether the person behind an open page may still be there: pages outlive the request that opened them.</summary>
internal sealed class CircuitIdentity(ILoggerFactory loggers, IGrants grants) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private ValueList<RoleGrant>? _held;

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        var alive = grants.IsAlive(user);
        var now = grants.Of(user);
        if (alive && _held is not null && !_held.Equals(now))
        {
            // Same person, other roles: pages ask again what may be shown.
            SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        }

        _held = now;
        return Task.FromResult(alive);
    }
}
