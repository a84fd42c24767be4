namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Evidence that grows stratum by stratum: a nonnegative process that starts at 1 and whose expectation never rises while its null hypothesis is true, so that the chance that it
/// ever reaches 1/α is at most α, however often one looks (Ville, 1939). Not safe for use by several threads at once.
/// </summary>
public interface IEvidenceProcess
{
    /// <summary>ln of the evidence, in nats: 0 at the start. Finite.</summary>
    double LogEvidence { get; }

    /// <summary>How many numbers the state has; constant for one configuration.</summary>
    int StateLength { get; }

    /// <summary>Writes the state, exactly; numbers may be minus infinity, never NaN.</summary>
    /// <param name="state">At least <see cref="StateLength"/> long; the rest is left alone.</param>
    void Save(Span<double> state);

    /// <summary>Takes up a state that a process of the same configuration wrote: what follows has the same bits as if it had never stopped.</summary>
    void Restore(ReadOnlySpan<double> state);
}
