using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Compose;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Compose;

/// <summary>Says of every key of a file what becomes of it and what taking it live would do now, then takes it live. Judges as the API does.</summary>
public sealed partial class ComposeReviewPage : IDisposable
{
    private static readonly ComposeTreatment[] s_order = [ComposeTreatment.Translated, ComposeTreatment.Ignored, ComposeTreatment.Honoured];
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(500);
    private Coalescer? _coalescer;
    private IDisposable? _subscription;
    private ComposePreview? _preview;
    private string? _busy;
    private string? _commandId;
    private string? _refusal;
    private int _answers;
    private bool _asked;

    [Parameter, EditorRequired]
    public required string Key { get; set; }

    [Inject]
    private ComposeShelf Shelf { get; set; } = null!;

    [Inject]
    private ComposeDesk Desk { get; set; } = null!;

    [Inject]
    private ILiveStates Live { get; set; } = null!;

    [Inject]
    private GuardedCommands Bus { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    private IReadOnlyList<ComposeFinding> Refused => Of(ComposeTreatment.Refused);

    private ValueList<ServicePlan> Steps => _preview?.Plan?.Steps ?? [];

    private ValueList<ServicePlan> Unchanged => _preview?.Plan?.Unchanged ?? [];

    protected override void OnInitialized()
    {
        _coalescer = new Coalescer(Time, s_period, () => InvokeAsync(() =>
        {
            Look();
            StateHasChanged();
        }));
        _subscription = Live.Subscribe(recorded =>
        {
            if (recorded.Tenant == Current.Tenant && recorded.Event is ServiceEvent or ApplicationEvent)
            {
                _coalescer.Signal();
            }
        });
    }

    protected override void OnParametersSet() => Look();

    private List<ComposeFinding> Of(ComposeTreatment treatment) => [.. (_preview?.Report ?? []).Where(finding => finding.Treatment == treatment)];

    private void Look() => _preview = Shelf.Find(Key, Current.Tenant, Current.Actor.Name) is { } request ? Desk.Preview(Current.Tenant, request) : null;

    private void Ask() => (_asked, _refusal, _commandId) = (true, null, Guid.CreateVersion7().ToString("N"));

    private async Task SendAsync(ConfirmAnswer answer)
    {
        // What is taken live is what the file comes to now, not what it came to when it was drawn.
        Look();
        _answers++;
        if (_preview?.Start is not { } start)
        {
            _refusal = T["Compose.ChangedMeanwhile"];
            return;
        }

        try
        {
            switch (await Bus.SendAsync(Current.Tenant, start, new CommandContext(Current.Actor, answer.Reason, _commandId), CancellationToken.None))
            {
                case CommandAnswer.Applied:
                    Navigation.NavigateTo($"/applications/{start.Application}");
                    break;
                case CommandAnswer.Ignored ignored:
                    (_asked, _busy) = (false, ignored.Why);
                    break;
                case CommandAnswer.Refused refused:
                    _refusal = refused.Refusal.Sentence;
                    break;
            }
        }
        catch (StoreUnavailableException)
        {
            _refusal = T["Form.StoreDown"];
        }
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _coalescer?.Dispose();
    }
}
