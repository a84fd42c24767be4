using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Runs in a row that failed or passed; kept with the deployment, reset with each phase.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RunCounts(int Failed, int Passed)
{
    /// <summary>The counts with the run of this input, whose own <see cref="EvidenceInput.Runs"/> are not looked at. A run on data that cannot be trusted changes nothing.</summary>
    public RunCounts After(EvidenceInput input)
    {
        var total = EvidenceTotal.Of(input);
        if (EvidenceTable.Convicts(input, total))
        {
            return new(Next(Failed), 0);
        }

        return input.DataOk ? new(0, EvidenceTable.Clears(input, total) ? Next(Passed) : 0) : this;
    }

    private static int Next(int count) => count == int.MaxValue ? count : count + 1;
}
