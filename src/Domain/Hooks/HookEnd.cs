namespace Sluice.Domain.Hooks;

/// <summary>How a run was found to have ended, as the runtime tells.</summary>
public abstract record HookEnd
{
    private HookEnd()
    {
    }

    /// <summary>What it wrote last, oldest first.</summary>
    public ValueList<string> LastLines { get; init; } = [];

    /// <param name="Code">128 and the signal's number after a signal; null when it was ended before it could tell.</param>
    /// <param name="WasStopped">It was ended from outside, because its time was over or its deployment was.</param>
    public sealed record Exited(int? Code, bool WasStopped) : HookEnd
    {
        /// <summary>What the runtime knows besides of its end, such as that it used too much memory.</summary>
        public string? Detail { get; init; }
    }

    /// <summary>It was never started, and will not be.</summary>
    public sealed record NotStarted(string Why) : HookEnd;

    /// <summary>It was started and is gone.</summary>
    public sealed record Lost(string Why) : HookEnd;
}
