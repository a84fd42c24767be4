using Sluice.Engine.Live;

namespace Sluice.Dashboard.Shell;

/// <summary>Says on every page which part that everything stands on cannot be reached, since when, and what that means.</summary>
public sealed partial class SystemStrip(ISystemHealth health)
{
    private IReadOnlyList<ComponentHealth> _ill = [];
    private IDisposable? _subscription;

    protected override void OnInitialized()
    {
        _subscription = health.Subscribe(() => _ = InvokeAsync(Look));
        _ill = Ill();
    }

    private void Look()
    {
        var ill = Ill();
        if (!ill.SequenceEqual(_ill))
        {
            _ill = ill;
            StateHasChanged();
        }
    }

    private List<ComponentHealth> Ill() => [.. health.Components.Where(component => !component.IsWell)];

    public void Dispose() => _subscription?.Dispose();
}
