namespace Sluice.Engine.Traffic.Gateway;

/// <summary>The gateway is not there and cannot be started now; the message is for people.</summary>
internal sealed class GatewayStartException(string message, Exception? inner = null) : Exception(message, inner);
