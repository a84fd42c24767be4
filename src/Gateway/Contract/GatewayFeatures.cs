namespace Sluice.Gateway.Contract;

/// <summary>What a gateway says that it can do.</summary>
public static class GatewayFeatures
{
    /// <summary>Takes <see cref="GatewayRoute.Users"/>.</summary>
    public const string Users = "users";

    /// <summary>Takes <see cref="GatewayRoute.Paused"/>.</summary>
    public const string Pauses = "pauses";

    /// <summary>Takes <see cref="GatewayRoute.Mirror"/>.</summary>
    public const string Mirror = "mirror";

    public static IReadOnlyList<string> All { get; } = [Users, Mirror, Pauses];
}
