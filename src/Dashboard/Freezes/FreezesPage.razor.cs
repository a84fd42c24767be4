using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Freezes;

/// <summary>What is frozen, what will be and what was; administrators declare and lift. Everybody sees it.</summary>
public sealed partial class FreezesPage(ILiveStates live, GuardedCommands bus, CurrentActor current, FreezeText text, TimeProvider time, IStringLocalizer<Texts> T)
{
    internal const string Path = "/settings/freezes";

    private readonly CancellationTokenSource _stop = new();
    private FreezeForm _form = new();
    private FreezeWatch? _watch;
    private FreezeBook? _book;
    private IReadOnlyList<Service> _services = [];
    private DateTimeOffset _now;
    private FormErrors? _errors;
    private FreezeRequest? _asked;
    private Freeze? _lifting;
    private string? _commandId;
    private string? _refusal;
    private string? _problem;
    private string? _said;
    private int _attempts;
    private int _answers;

    /// <summary>Opens the question whether to freeze everything at once.</summary>
    [SupplyParameterFromQuery]
    public bool All { get; set; }

    private bool MayDeclare => Permissions.AllowsSomewhere(current.Grants, Right.Administer);

    private string AskedScope => _asked is { } asked ? text.ScopeOf(asked) : string.Empty;

    private string AskedThen => _asked is { } asked ? T["Freeze.Then", text.TimesOf(asked)] : string.Empty;

    private string LiftingScope => _lifting is { } freeze ? text.ScopeOf(freeze.Spec) : string.Empty;

    private IReadOnlyList<string> Reasons => [T["Freeze.ReasonIncident"], T["Freeze.ReasonPeak"], T["Freeze.ReasonYearEnd"]];

    private IReadOnlyList<string> LiftReasons => [T["Freeze.ReasonOver"], T["Freeze.ReasonFix"]];

    protected override async Task OnInitializedAsync()
    {
        _watch = new(live, time, current.Tenant, () => _ = InvokeAsync(FollowAsync));
        await LookAsync();
        if (All && current.MayFreeze(service: null, environment: null))
        {
            AskToDeclare();
        }
    }

    private List<Freeze> Now(params ReadOnlySpan<FreezeStage> stages)
    {
        var wanted = stages.ToArray();
        var chosen = _book!.Freezes.Where(freeze => wanted.Contains(freeze.StageAt(_now))).ToList();
        return wanted is [FreezeStage.Upcoming] ? [.. chosen.OrderBy(freeze => freeze.NowOrNext(_now)!.From)] : [.. chosen.AsEnumerable().Reverse()];
    }

    private async Task LookAsync()
    {
        try
        {
            _book = await _watch!.ReadAsync(_stop.Token);
            _services = [.. live.Services(current.Tenant).Select(service => service.State)];
            (_now, _problem) = (time.GetUtcNow(), null);
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Fleet.ProblemText", ex.Message];
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private async Task FollowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private void AskToDeclare()
    {
        var (request, errors) = _form.Read(_services, time.GetUtcNow());
        _errors = new FormErrors(errors, ++_attempts);
        (_asked, _refusal, _said, _commandId) = (_errors.Any ? null : request, null, null, Guid.CreateVersion7().ToString("N"));
    }

    private void AskToLift(Freeze freeze) => (_lifting, _refusal, _said, _commandId) = (freeze, null, null, Guid.CreateVersion7().ToString("N"));

    private async Task DeclareAsync(ConfirmAnswer answer)
    {
        var request = _asked! with { Reason = answer.Reason ?? string.Empty };
        await GiveAsync(context => bus.DeclareFreezeAsync(current.Tenant, request, context, CancellationToken.None), answer, () =>
        {
            (_asked, _form, _said) = (null, new FreezeForm(), T["Freeze.Declared", text.ScopeOf(request)]);
        });
    }

    private Task LiftAsync(ConfirmAnswer answer)
    {
        var freeze = _lifting!;
        return GiveAsync(context => bus.LiftFreezeAsync(current.Tenant, freeze.Spec.Id, context, CancellationToken.None), answer, () =>
        {
            (_lifting, _said) = (null, T["Freeze.LiftDone", text.ScopeOf(freeze.Spec)]);
        });
    }

    private async Task GiveAsync(Func<CommandContext, Task<CommandAnswer>> give, ConfirmAnswer answer, Action done)
    {
        try
        {
            switch (await give(new CommandContext(current.Actor, answer.Reason, _commandId)))
            {
                case CommandAnswer.Refused { Refusal: Refusal.Invalid invalid } when _asked is not null && invalid.Errors.All(error => error.Field is not "reason"):
                    (_errors, _asked) = (new FormErrors(invalid.Errors, ++_attempts), null);
                    break;
                case CommandAnswer.Refused refused:
                    _refusal = refused.Refusal.Sentence;
                    break;
                default:
                    done();
                    await LookAsync();
                    break;
            }
        }
        catch (StoreUnavailableException)
        {
            _refusal = T["Form.StoreDown"];
        }

        _answers++;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _watch?.Dispose();
        _stop.Dispose();
    }
}
