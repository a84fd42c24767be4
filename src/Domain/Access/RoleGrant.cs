using Sluice.Domain.Services;

namespace Sluice.Domain.Access;

/// <summary>A role, for a whole tenant or for a part of it.</summary>
/// <param name="Service">Null: every service.</param>
/// <param name="Environment">Null: every environment of the service; of every service when that is null too.</param>
public sealed record RoleGrant(Role Role, ServiceName? Service = null, EnvironmentName? Environment = null)
{
    /// <summary>Whether it holds at the place. A place without environment is the service as a whole, and null the tenant as a whole.</summary>
    public bool Covers(AccessPlace? place) =>
        (Service is not { } service || place?.Service == service) && (Environment is not { } environment || place?.Environment == environment);

    /// <summary><c>operator</c>, <c>operator@shop</c>, <c>operator@shop/production</c> or <c>operator@*/staging</c>.</summary>
    public override string ToString() => (Service, Environment) switch
    {
        (null, null) => Words.Of(Role),
        ({ } service, null) => $"{Words.Of(Role)}@{service}",
        var (service, environment) => $"{Words.Of(Role)}@{service?.Value ?? "*"}/{environment}",
    };
}

/// <summary>Where an act takes place.</summary>
/// <param name="Environment">Null: the act is about the service as a whole.</param>
public readonly record struct AccessPlace(ServiceName Service, EnvironmentName? Environment = null);
