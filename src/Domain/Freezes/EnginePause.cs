namespace Sluice.Domain.Freezes;

/// <summary>
/// Somebody has stopped the engine for all services of a tenant: nothing is started, stopped, judged or steered until somebody resumes it. Traffic stays as it is.
/// It is as if no engine ran, which everything is built to outlive; orders are recorded, and carried out afterwards.
/// </summary>
public sealed record EnginePause(Actor By, DateTimeOffset At, string Reason)
{
    /// <summary>One sentence; the API and the console say the same.</summary>
    public string Sentence =>
        $"The engine was paused by {By}: {Reason.TrimEnd('.')}. Traffic stays as it is and no guard watches it; orders, aborts too, are recorded and carried out when it is resumed.";
}
