namespace Sluice.Gateway.Hosting;

/// <summary>The gateway cannot start; the message is for whoever started it.</summary>
internal sealed class GatewayStartException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    public int ExitCode => exitCode;
}

/// <summary>What the process ends with, for whoever started it.</summary>
internal static class ExitCodes
{
    public const int Ended = 0;
    public const int WrongArguments = 2;
    public const int StateInUse = 3;
    public const int AddressInUse = 4;
}
