using Sluice.Domain;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Health;

/// <summary>What an instance said when it was asked.</summary>
/// <param name="Problem">Why it is not ready, as the end of a sentence; null when it is.</param>
internal sealed record HealthAnswer(string? Problem)
{
    public static HealthAnswer Ready { get; } = new(Problem: null);

    /// <summary>It serves, and says that it could do better: why. Null when it did not say so.</summary>
    public string? Degraded { get; init; }

    /// <summary>It has failed often enough that waiting longer for its start is of no use.</summary>
    public bool GivesUp { get; init; }
}

/// <summary>Whom to ask, and how.</summary>
/// <param name="Id">Never that of another instance.</param>
/// <param name="Since">When it was started, or first heard of; another start is another instance to ask.</param>
/// <param name="WasReady">It was ready at some time since.</param>
internal sealed record HealthQuestion(string Id, Uri Address, Readiness Readiness, DateTimeOffset Since, bool WasReady)
{
    /// <summary>Runs a command beside the instance; null where nobody can.</summary>
    public Func<ValueList<string>, CancellationToken, Task<CommandEnd>>? Run { get; init; }

    /// <summary>What <c>{port}</c> stands for in a command; null is the address's.</summary>
    public int? PortForCommands { get; init; }
}

/// <summary>How a command ended.</summary>
/// <param name="Code">Null when it could not be run, or did not end in time.</param>
/// <param name="Said">Its last line, or why it was not run.</param>
internal sealed record CommandEnd(int? Code, string? Said);
