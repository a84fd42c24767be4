using System.Globalization;
using Microsoft.AspNetCore.Components;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Dashboard.Deployments;

/// <summary>Every metric with how far it is from sending the canary back, and from letting it on.</summary>
public sealed partial class EvidenceTable
{
    private IReadOnlyList<CheckLine> _lines = [];

    [Parameter, EditorRequired]
    public required VerdictView View { get; set; }

    [Parameter, EditorRequired]
    public required EvidenceSummary Evidence { get; set; }

    [Inject]
    private CheckLines Lines { get; set; } = null!;

    private string? DependenceText => Evidence.Dependence switch
    {
        { Source: DesignEffectSource.NotAboveSetting, Value: 1 } => T["Dependence.Full"].Value,
        { Value: > 1 and var value, Source: DesignEffectSource.WithinStrata } => T["Dependence.Within", OneIn(value)].Value,
        { Value: > 1 and var value, Source: DesignEffectSource.BetweenReplicas } => T["Dependence.Between", OneIn(value)].Value,
        { Value: > 1 and var value } => T["Dependence.Set", OneIn(value)].Value,
        _ => null,
    };

    private string? DependenceWarningText => Evidence.Dependence?.Warning switch
    {
        DependenceWarning.OneStableInstance => T["Dependence.OneStable"].Value,
        DependenceWarning.OneCanaryInstance => T["Dependence.OneCanary"].Value,
        _ => null,
    };

    protected override void OnParametersSet() => _lines = Lines.Of(View.Verdict!.Checks, View, Evidence);

    private static string OneIn(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
