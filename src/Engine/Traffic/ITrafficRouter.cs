using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;

namespace Sluice.Engine.Traffic;

/// <summary>Steers traffic. Idempotent; at no moment are all shares zero; what was taken is given back.</summary>
public interface ITrafficRouter
{
    RouterKind Kind { get; }

    /// <summary>Whether it can tell users apart. Null when it cannot be asked now: then the answer is given when a route is applied.</summary>
    Task<bool?> KnowsUsersAsync(CancellationToken ct);

    /// <summary>Whether it can serve nothing for a while. Null when it cannot be asked now.</summary>
    Task<bool?> KnowsPausesAsync(CancellationToken ct);

    /// <summary>Whether it can copy requests; null likewise.</summary>
    Task<bool?> KnowsMirroringAsync(CancellationToken ct);

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
public sealed record RouteSpec(PlaceKey Place, RouterSpec Router, ValueList<RouteArm> Arms)
{
    /// <summary>Nobody can serve for the moment, on purpose: requests are told to come again.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Who takes part and stays where, between the stable arm and the first canary; null: everybody, each request for itself.</summary>
    public UserRouting? Users { get; init; }

    /// <summary>Of which requests a copy goes to the first canary, and how; null: of none.</summary>
    public WantedMirror? Mirror { get; init; }
}

/// <param name="Instances">At least one when the share is above zero, unless the route is paused.</param>
public sealed record RouteArm(int Release, ArmRole Role, Share Share, ValueList<RouteInstance> Instances);

/// <param name="Draining">Gets no new requests; open ones go on.</param>
public sealed record RouteInstance(string Id, string Address, bool Draining);

/// <summary>What the router does now.</summary>
public sealed record RouteReading(ValueList<ReadArm> Arms, ValueList<ReadInstance> Instances)
{
    public static RouteReading None { get; } = new([], []);

    /// <summary>Who takes part and stays where, as it is in force.</summary>
    public UserRouting? Users { get; init; }

    /// <summary>What was counted of it; null where nobody is told apart.</summary>
    public ReadUsers? UserCounts { get; init; }

    /// <summary>What is copied, as it is in force.</summary>
    public WantedMirror? Mirror { get; init; }

    /// <summary>What was counted of it; null where nothing is copied.</summary>
    public ReadMirror? MirrorCounts { get; init; }

    public Share ShareOf(int release) => Arms.FirstOrDefault(a => a.Release == release)?.Share ?? Share.None;
}

public sealed record ReadArm(int Release, Share Share);

/// <param name="Open">Requests under way, WebSockets included.</param>
public sealed record ReadInstance(string Id, bool Healthy, bool Draining, long Open)
{
    /// <summary>Has no request and will not get one.</summary>
    public bool IsEmpty => Draining && Open == 0;
}

/// <summary>Requests since the users of the route were told apart this way, or the router started.</summary>
/// <param name="Known">Had a value that tells their user apart.</param>
/// <param name="Welcomed">Of these: got the router's cookie with the answer.</param>
/// <param name="Unknown">Were shared out for themselves: they had none, or users do not stay.</param>
/// <param name="Aside">Did not take part; null where all do.</param>
public sealed record ReadUsers(long Known, long Welcomed, long Unknown, long? Aside)
{
    public long Participants => Known + Unknown;
}

/// <summary>The router could not be asked (transient) or said no.</summary>
public sealed class RouterException(string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    public bool IsTransient { get; } = isTransient;
}
