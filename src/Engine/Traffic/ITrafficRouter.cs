using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;

namespace Sluice.Engine.Traffic;

/// <summary>Steers traffic. Idempotent; at no moment are all shares zero; what was taken is given back.</summary>
public interface ITrafficRouter
{
    RouterKind Kind { get; }

    /// <summary>Sees to it that the place is served as told. Applying what is in force changes nothing.</summary>
    /// <exception cref="RouterException">Unreachable (transient), or refused.</exception>
    Task ApplyAsync(RouteSpec desired, CancellationToken ct);

    /// <summary>What is in force for the place; <see cref="RouteReading.None"/> when it has no route; null when this router cannot tell.</summary>
    /// <exception cref="RouterException">Unreachable.</exception>
    Task<RouteReading?> ReadAsync(PlaceKey place, CancellationToken ct);

    /// <summary>The place is not served any more.</summary>
    /// <exception cref="RouterException">Unreachable, or refused.</exception>
    Task ReleaseAsync(PlaceKey place, CancellationToken ct);
}

/// <param name="Arms">At least one; shares add up to exactly 100 %.</param>
public sealed record RouteSpec(PlaceKey Place, RouterSpec Router, ValueList<RouteArm> Arms);

/// <param name="Instances">At least one when the share is above zero.</param>
public sealed record RouteArm(int Release, ArmRole Role, Share Share, ValueList<RouteInstance> Instances);

/// <param name="Draining">Gets no new requests; open ones go on.</param>
public sealed record RouteInstance(string Id, string Address, bool Draining);

/// <summary>What the router does now.</summary>
public sealed record RouteReading(ValueList<ReadArm> Arms, ValueList<ReadInstance> Instances)
{
    public static RouteReading None { get; } = new([], []);

    public Share ShareOf(int release) => Arms.FirstOrDefault(a => a.Release == release)?.Share ?? Share.None;
}

public sealed record ReadArm(int Release, Share Share);

/// <param name="Open">Requests under way, WebSockets included.</param>
public sealed record ReadInstance(string Id, bool Healthy, bool Draining, long Open)
{
    /// <summary>Has no request and will not get one.</summary>
    public bool IsEmpty => Draining && Open == 0;
}

/// <summary>The router could not be asked (transient) or said no.</summary>
public sealed class RouterException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;
}
