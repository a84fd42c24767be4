using Sluice.Dashboard.Access;
using Sluice.Domain.Freezes;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Freezes;

/// <summary>Says on every page that everything is frozen, until when, by whom and why.</summary>
public sealed partial class FreezeStrip(ILiveStates live, CurrentActor current, TimeProvider time)
{
    private readonly CancellationTokenSource _stop = new();
    private FreezeWatch? _watch;
    private FreezeNotice? _frozen;

    protected override async Task OnInitializedAsync()
    {
        _watch = new(live, time, current.Tenant, () => _ = InvokeAsync(LookAsync));
        await LookAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            var frozen = (await _watch!.ReadAsync(_stop.Token)).OfAll(time.GetUtcNow());
            if (frozen != _frozen)
            {
                _frozen = frozen;
                StateHasChanged();
            }
        }
        catch (StoreUnavailableException)
        {
            // The strip below says that the store is away; what was known stays until the watch signals for another try.
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watch?.Dispose();
        _stop.Dispose();
    }
}
