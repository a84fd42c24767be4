namespace Sluice.Gateway.Counting;

/// <summary>How a request ended, as far as it is counted.</summary>
internal enum Outcome
{
    /// <summary>Answered below 400, or the client left.</summary>
    Fine,

    /// <summary>4xx.</summary>
    ClientError,

    /// <summary>5xx from the destination.</summary>
    Error,

    Timeout,

    /// <summary>Refused or broken by the destination.</summary>
    Reset,
}

internal static class OutcomeKinds
{
    public static bool IsError(this Outcome outcome) => outcome is Outcome.Error or Outcome.Timeout or Outcome.Reset;
}
