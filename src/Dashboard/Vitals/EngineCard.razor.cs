using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Access;
using Sluice.Domain.Freezes;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Vitals;

/// <summary>Whether the engine works, and the switch that stops it for all services.</summary>
public sealed partial class EngineCard(ILiveStates live, GuardedCommands bus, CurrentActor current, TimeProvider time, IStringLocalizer<Texts> T)
{
    private EngineWatch? _watch;
    private bool _asked;
    private bool _resumes;
    private string? _commandId;
    private string? _refusal;
    private string? _nothing;
    private int _answers;

    private bool IsKnown => _watch?.IsKnown == true;

    private EnginePause? Pause => _watch?.Pause;

    private string? Against => current.Allows(Right.Administer, place: null) ? null : Permissions.ReasonAgainst(Right.Administer);

    private IReadOnlyList<string> Reasons => _resumes ? [T["Engine.ReasonOver"]] : [T["Engine.ReasonFix"], T["Engine.ReasonHand"]];

    protected override async Task OnInitializedAsync()
    {
        _watch = new(live, time, current.Tenant, () => _ = InvokeAsync(FollowAsync));
        await _watch.LookAsync();
    }

    private async Task FollowAsync()
    {
        if (await _watch!.LookAsync())
        {
            _nothing = null;
            StateHasChanged();
        }
    }

    private void Ask() => (_asked, _resumes, _refusal, _nothing, _commandId) = (true, Pause is not null, null, null, Guid.CreateVersion7().ToString("N"));

    private async Task GiveAsync(ConfirmAnswer answer)
    {
        try
        {
            var context = new CommandContext(current.Actor, answer.Reason, _commandId);
            var given = await (_resumes ? bus.ResumeEngineAsync(current.Tenant, context, CancellationToken.None) : bus.PauseEngineAsync(current.Tenant, context, CancellationToken.None));
            if (given is CommandAnswer.Refused refused)
            {
                _refusal = refused.Refusal.Sentence;
            }
            else
            {
                (_asked, _nothing) = (false, (given as CommandAnswer.Ignored)?.Why);
                await _watch!.LookAsync();
            }
        }
        catch (StoreUnavailableException)
        {
            _refusal = T["Form.StoreDown"];
        }

        _answers++;
    }

    public void Dispose() => _watch?.Dispose();
}
