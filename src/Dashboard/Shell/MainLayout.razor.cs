namespace Sluice.Dashboard.Shell;

/// <summary>Top bar and page. A page that fails is left by going to another one.</summary>
public sealed partial class MainLayout
{
    private FaultBoundary? _faults;

    protected override void OnParametersSet() => _faults?.Recover();
}
