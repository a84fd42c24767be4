namespace Sluice.Gateway.State;

/// <summary>Who this gateway is: its secret, kept over restarts, and the name of this run.</summary>
internal sealed record GatewayIdentity(string Token, string Run);
