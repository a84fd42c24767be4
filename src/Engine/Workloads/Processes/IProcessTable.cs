using Sluice.Domain.Snapshots;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>What the operating system knows about processes.</summary>
internal interface IProcessTable
{
    /// <summary>Null when no process has this number.</summary>
    ProcessEntry? Find(int pid);

    /// <summary>False when the machine has been started anew since the process was: that it is gone is not its fault.</summary>
    bool IsOfThisBoot(string stamp);

    /// <summary>The living members of the session that <paramref name="leader"/> began.</summary>
    IReadOnlyList<ProcessEntry> InSession(int leader);

    /// <summary>The living processes that were started with this variable in their environment, as far as we may see it.</summary>
    IReadOnlyList<ProcessEntry> WithVariable(string name, string value);

    /// <summary>Program, words, folder and variables of a living process; null where they cannot be read.</summary>
    InstanceDetail? Describe(int pid) => null;
}

/// <param name="Session">The number of the process that began the session.</param>
/// <param name="Stamp">Boot and start time: together with the number it tells a process from a later one with the same number.</param>
/// <param name="Exited">It has ended and nobody has read its exit code yet.</param>
internal sealed record ProcessEntry(int Pid, int Session, string Stamp, bool Exited);
