using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Destinations;

/// <summary>A destination with what the configuration in force says about it.</summary>
internal sealed record PlacedDestination(string Route, Destination Destination, bool Draining, GatewayProbe? Probe);
