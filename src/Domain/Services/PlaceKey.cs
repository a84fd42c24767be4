namespace Sluice.Domain.Services;

/// <summary>One service in one environment of one tenant: the unit of control. One controller, one route, one active deployment.</summary>
public readonly record struct PlaceKey(TenantId Tenant, ServiceName Service, EnvironmentName Environment)
{
    /// <summary><c>tenant/service/environment</c>.</summary>
    public override string ToString() => $"{Tenant}/{Service}/{Environment}";
}
