using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Access;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Access;

/// <summary>Who is at work in this request or circuit, and what they may do. Hub methods use <see cref="Principals"/> on <c>Context.User</c> instead.</summary>
public sealed class CurrentActor(IGrants grants)
{
    private const string Ui = "ui";
    private ClaimsPrincipal _user = new();
    private string _from = Ui;
    private string? _address;

    public Actor Actor => _user.ToActor();

    /// <summary>The named groups that have a say at gates.</summary>
    public ValueList<string> Groups => grants.GroupsOf(_user);

    public TenantId Tenant => _user.ToTenant();

    /// <summary>The account behind it; null for the bootstrap administrator and for tokens.</summary>
    public AccountName? Account => _user.ToAccount();

    internal bool IsBootstrap => _user.Kind() is Principals.BootstrapKind;

    /// <summary>As it stands now; a role that was taken away is not in it any more.</summary>
    public ValueList<RoleGrant> Grants => grants.Of(_user);

    internal Requester Requester => new(Tenant, Actor.Name, _from, _address);

    public bool Allows(Right right, AccessPlace? place) => Permissions.Allows(Grants, right, place);

    /// <summary>Whether they may freeze all of it, and lift what freezes it. An environment of every service is everybody's.</summary>
    public bool MayFreeze(ServiceName? service, EnvironmentName? environment) => Allows(Right.Administer, service is { } name ? new AccessPlace(name, environment) : null);

    /// <summary>Whether they may change what is set for everybody, or for a team.</summary>
    public bool MaySet(SettingsCommand command) => SettingsDecider.May(command, Grants, Groups);

    /// <summary>Whether they may give an order about a plan of a team.</summary>
    /// <param name="book">For who proposed what.</param>
    public bool MayPlan(PlanCommand command, PlanBook book) => PlanRights.May(command, book, Actor, Grants, Groups);

    /// <summary>Whether they may write notes on one of the deployments; without any, on something.</summary>
    public bool MayWriteOn(IReadOnlyCollection<DeploymentId> deployments) => deployments.Count == 0
        ? Permissions.AllowsSomewhere(Grants, Right.Note)
        : deployments.Any(id => id.Service is { } service && Permissions.AllowsSomewhere(Grants, Right.Note, service));

    /// <summary>A legal action as this person may take it there.</summary>
    public AllowedAction Limit(AllowedAction action, DeploymentSpec spec) => Permissions.Limit(action, Grants, new(spec.Service, spec.Environment));

    internal void Is(ClaimsPrincipal user, string from = Ui, string? address = null) => (_user, _from, _address) = (user, from, address);
}

/// <summary>A circuit outlives the request that opened it, so it takes the identity along when it opens.</summary>
internal sealed class CurrentActorOfCircuit(AuthenticationStateProvider authentication, CurrentActor current, IHttpContextAccessor http) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) =>
        current.Is((await authentication.GetAuthenticationStateAsync()).User, address: http.HttpContext?.Connection.RemoteIpAddress?.ToString());
}
