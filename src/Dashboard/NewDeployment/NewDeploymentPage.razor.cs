using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads;
using Sluice.Engine.Yaml;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>States an intent, shows exactly what will happen, then starts it. Judges as the API does; nothing typed is ever cleared.</summary>
public sealed partial class NewDeploymentPage(
    ILiveStates live, ISampleFeed samples, IMetricSightings sightings, GuardedCommands bus, CurrentActor current, NavigationManager navigation, IJSRuntime js, TimeProvider time,
    IEnumerable<IWorkloadRuntime> runtimes, StrategyBook book, BackTestDesk backTests, DryRunFindings findings, IStringLocalizer<Texts> T)
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();
    private DeploymentForm _form = new();
    private FormModule? _module;
    private IDisposable? _subscription;
    private Coalescer? _coalescer;
    private FreezeWatch? _freezes;
    private FreezeBook _book = FreezeBook.Empty;
    private PlanBook _plans = PlanBook.Empty;
    private Service? _service;
    private DeploymentCheck? _check;
    private TrafficNow _traffic = new(0, Live: null);
    private ValueList<string> _missing = [];
    private FormErrors? _errors;
    private Way? _way;
    private string? _commandId;
    private string? _refusal;
    private string? _problem;
    private DateTimeOffset? _restored;
    private (bool Kept, string Sentence)? _taken;
    private int _attempts;
    private bool _looked;
    private bool _changed;
    private (string Text, bool Worked)? _copied;
    private ElementReference _importSaid;
    private DeploymentImport? _imported;
    private DeploymentForm? _beforeImport;
    private DeploymentForm? _beforeTemplate;
    private bool _importing;
    private bool _showImported;

    private enum Way
    {
        Start,
        Queue,
        Schedule,
        Draft,
        DryRun,
    }

    [Parameter]
    public string? Service { get; set; }

    [SupplyParameterFromQuery]
    public string? Release { get; set; }

    [SupplyParameterFromQuery]
    public string? Target { get; set; }

    /// <summary>The number of a deployment to take everything over from.</summary>
    [SupplyParameterFromQuery]
    public int? From { get; set; }

    private ServiceEnvironment? Place => _service?.Environments.FirstOrDefault(e => e.Spec.Name.Value == _form.Environment);

    private Func<LedgerTerms, PhasePlan, CancellationToken, Task<BackTestAnswer?>>? Try => Place is { Live: { } release } place
        ? (terms, plan, ct) => backTests.TryAsync(new PlaceKey(current.Tenant, _service!.Name, place.Spec.Name), release, terms, plan, ct)
        : null;

    private RuntimeKind Runtime => Place?.Spec.Runtime.Kind ?? RuntimeKind.Process;

    private string DraftKey => Draft.Key(current.Actor.Name, Service ?? "");

    private string Curl => CurlCommand.Of(navigation.BaseUri, _check!.Body);

    private string Yaml => YamlOfJson.Write(_check!.Body);

    private IReadOnlyList<KeyValuePair<string, string>> Environments =>
        [.. _service!.Environments.Select(e => KeyValuePair.Create(e.Spec.Name.Value, e.Spec.Name.Value))];

    private IReadOnlyList<KeyValuePair<string, string>> Releases =>
    [
        .. _service!.Releases.Reverse().Select(r => KeyValuePair.Create(Text(r.Number), T["New.ReleaseChoice", r.Number, r.Spec.Title ?? "–"].Value)),
        KeyValuePair.Create(DeploymentForm.NewRelease, T["New.NewRelease"].Value),
    ];

    private Release? LiveRelease => Place?.Live is { } live ? _service!.Release(live) : null;

    private Release? DesiredRelease => _check!.Request switch
    {
        { Release: { } number } => _service!.Release(number),
        { NewRelease: { } fresh } when ServiceRules.Check(fresh, "").Count == 0 => new(_service!.Releases.Count + 1, fresh, default, current.Actor),
        _ => null,
    };

    private bool IsScheduled => !string.IsNullOrWhiteSpace(_form.StartAt);

    private DateTimeOffset Begins => _check?.Request.StartAt ?? time.GetUtcNow();

    private FreezeNotice? FrozenAtStart => _check is { } check && Place is { } place ? DeploymentWarnings.FrozenAtStart(check.Request, place, _book) : null;

    private string Consequence => _way is Way.Start && FrozenAtStart is { } frozen ? T["NewThen.Frozen", frozen.Sentence]
        : _way is Way.Schedule && FrozenAtStart is { } then ? T["NewThen.FrozenThen", then.Sentence, Times.Full(Begins)]
        : _check?.Plan is { } plan ? T[$"NewThen.{_way ?? Way.Start}", MirrorText.Share(T, plan.Phases[0]), plan.Phases.Count, Times.Planned(PlanPreview.Of(plan).Total), _form.Environment, _check.Request.StartAt is { } at ? Times.Full(at) : string.Empty]
        : string.Empty;

    protected override async Task OnInitializedAsync()
    {
        _coalescer = new Coalescer(time, s_atOnce, () => InvokeAsync(FollowAsync));
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Tenant == current.Tenant && (recorded.Stream == PlanBook.Stream || recorded.Stream == ServiceName.From(Service ?? "").Stream))
            {
                _coalescer.Signal();
            }
        });
        _freezes = new(live, time, current.Tenant, _coalescer.Signal);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            _book = await _freezes!.ReadAsync(_stop.Token);
            _plans = (await live.FindPlansAsync(current.Tenant, _stop.Token)).State;
            var service = (await live.FindServiceAsync(current.Tenant, ServiceName.From(Service ?? ""), _stop.Token))?.State;
            if (service is not null)
            {
                await FillAsync(service);
            }

            (_service, _looked, _problem) = (service, true, null);
            if (service is not null)
            {
                Check();
            }
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Fleet.ProblemText", ex.Message];
            _coalescer!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_showImported)
        {
            // The panel, and the focus with it, has gone.
            _showImported = false;
            await _importSaid.FocusAsync();
        }

        if (_module is not null || _service is null)
        {
            return;
        }

        // A link that says what it wants is not overruled by what was typed once.
        _module = new FormModule(js, Assets["js/forms.js"]);
        if (Release is null && From is null && Draft.Read(await _module.ReadDraftAsync(DraftKey)) is { } draft)
        {
            (_form, _restored) = (draft.Form, draft.At);
            Check();
            StateHasChanged();
        }
    }

    private async Task FillAsync(Service service)
    {
        if (From is { } number)
        {
            var id = DeploymentId.Of(service.Name, number);
            var old = await live.FindDeploymentAsync(current.Tenant, id, _stop.Token);
            _form = old is null ? _form : FormOf.Deployment(old.State.Spec, book);
            _taken = old switch
            {
                null => (false, T["New.TakenNothing", id]),
                { State.Spec: { Plan.Kind: PlanKind.Instant, Custom: null, Strategy: not (DeploymentStrategy.BlueGreen or DeploymentStrategy.Mirror) } } => (false, T["New.TakenButPlan", id]),
                _ => (true, T["New.Taken", id]),
            };
        }

        _form.Environment = Target ?? (_form.Environment.Length > 0 ? _form.Environment : service.Environments[0].Spec.Name.Value);
        _form.Release = Release ?? (_form.Release.Length > 0 ? _form.Release : DefaultRelease(service));
        if (service.Releases is [.., var last])
        {
            _form.Fresh = Services.ReleaseForm.From(last.Spec);
        }

        // A default that does not fit any more is left; whoever chooses it is told why.
        if (From is null && _plans.DefaultOf(service.Profile.Team) is { InForce: { } version } plan)
        {
            _form = TemplateFill.Of(plan.Key, version, _form, service, book).Form ?? _form;
        }
    }

    private string DefaultRelease(Service service) =>
        service.Releases is [.., var last] && last.Number != LiveIn(service) ? Text(last.Number) : DeploymentForm.NewRelease;

    private int? LiveIn(Service service) => service.Environments.FirstOrDefault(e => e.Spec.Name.Value == _form.Environment)?.Live;

    private Task SetAsync(Action change)
    {
        change();
        return ChangedAsync();
    }

    private async Task ChangedAsync()
    {
        Check();
        _copied = null;
        if (_errors is not null)
        {
            _errors = _errors with { All = _check!.Errors };
        }

        if (_module is not null)
        {
            await _module.WriteDraftAsync(DraftKey, new Draft(time.GetUtcNow(), _form).Write());
        }
    }

    private void Check()
    {
        _check = DeploymentCheck.Of(_form, _service!, book);
        if (_check is { Errors.Count: 0, Refusal: null } && runtimes.FirstOrDefault(runtime => runtime.Kind == Runtime) is { } runtime
            && (runtime.WhyNot ?? (DesiredRelease is { } desired ? runtime.WhyNotRun(desired.Spec) : null)) is { } why)
        {
            _check = _check with { Refusal = new Refusal.Illegal(why) };
        }

        if (Place is { } place)
        {
            var key = new PlaceKey(current.Tenant, _service!.Name, place.Spec.Name);
            _traffic = TrafficNow.Of(samples, key, place.Live, time.GetUtcNow());
            _missing = [.. MissingData.Warnings(_check.Request, place, sightings.LastSeen(key), time.GetUtcNow()), .. DeploymentWarnings.Shared(_check.Request, _service, place), .. DeploymentWarnings.Fetched(_check.Request, _service)];
        }
    }

    private async Task FollowAsync()
    {
        await (_service is null ? LoadAsync() : CompareAsync());
        StateHasChanged();
    }

    /// <summary>What the form was filled for may have changed meanwhile.</summary>
    private async Task CompareAsync()
    {
        try
        {
            // Winds the clock for what time alone puts in force or ends.
            _book = await _freezes!.ReadAsync(_stop.Token);
            _plans = (await live.FindPlansAsync(current.Tenant, _stop.Token)).State;
            if (await live.FindServiceAsync(current.Tenant, _service!.Name, _stop.Token) is { } now)
            {
                _changed = Place is { } before && now.State.Environment(before.Spec.Name) is { } after && (before.Holder != after.Holder || before.Live != after.Live);
                _service = now.State;
                Check();
            }
        }
        catch (StoreUnavailableException)
        {
            _coalescer!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private async Task DiscardAsync()
    {
        (_form, _restored, _errors, _beforeTemplate) = (new DeploymentForm(), null, null, null);
        await FillAsync(_service!);
        await _module!.RemoveDraftAsync(DraftKey);
        Check();
    }

    private void AskAsync(Way way)
    {
        Check();
        _errors = new FormErrors(_check!.Errors, ++_attempts);
        (_refusal, _commandId, _way) = (null, Guid.CreateVersion7().ToString("N"), _errors.Any ? null : way);
    }

    private async Task SendAsync(ConfirmAnswer answer)
    {
        var request = _check!.Request with { AutoStart = _way is not Way.Draft, Queue = _way is Way.Queue, DryRun = _way is Way.DryRun, StartAt = _way is Way.Schedule ? _check.Request.StartAt : null };
        try
        {
            request = request with { Findings = await findings.OfAsync(current.Tenant, _service!, request, CancellationToken.None) };
            switch (await bus.CreateDeploymentAsync(current.Tenant, request, new CommandContext(current.Actor, answer.Reason, _commandId), CancellationToken.None))
            {
                case CommandAnswer.Applied { Deployment: { } id }:
                    await _module!.RemoveDraftAsync(DraftKey);
                    navigation.NavigateTo($"/s/{Service}/d/{id.Value[(Service!.Length + 1)..]}");
                    break;
                case CommandAnswer.Refused { Refusal: Refusal.Invalid invalid }:
                    (_errors, _way) = (new FormErrors([.. invalid.Errors.Select(AtItsField)], ++_attempts), null);
                    break;
                case CommandAnswer.Refused { Refusal: Refusal.Busy busy }:
                    _refusal = T["Preview.Busy", busy.Holder];
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

    /// <summary>A plan template is one field here, and two on the wire.</summary>
    private static FieldError AtItsField(FieldError error) => error.Field.StartsWith("template.", StringComparison.Ordinal) ? error with { Field = "template" } : error;

    private async Task CopyAsync(string text) => _copied = (text, await _module!.CopyAsync(text));

    private string CopyText(string name, string text) => T[_copied?.Text != text ? name : _copied.Value.Worked ? "New.Copied" : "New.NotCopied"];

    private Task TakeImportAsync(DeploymentImport import)
    {
        (_beforeImport, _form) = (_form, import.Form!);
        (_imported, _importing, _showImported) = (import, false, true);
        (_restored, _taken, _errors, _beforeTemplate) = (null, null, null, null);
        return ChangedAsync();
    }

    private Task TakeTemplateAsync(DeploymentForm form)
    {
        // What was typed can be had back; a form that only forgets where it began has lost nothing.
        _beforeTemplate = ReferenceEquals(form, _form) ? null : _form;
        (_form, _errors, _taken, _imported, _beforeImport) = (form, null, null, null, null);
        return ChangedAsync();
    }

    private Task UndoTemplateAsync()
    {
        (_form, _beforeTemplate, _errors) = (_beforeTemplate!, null, null);
        return ChangedAsync();
    }

    private string ImportSaid(DeploymentImport import) => (import.Lost is [], import.HasOrder) switch
    {
        (true, _) => T["Import.Taken"],
        (_, true) => string.Join(' ', T["Import.Lost", string.Join(", ", import.Lost)], T["Import.LostOrder"]),
        _ => T["Import.Lost", string.Join(", ", import.Lost)],
    };

    private Task UndoImportAsync()
    {
        (_form, _imported, _beforeImport) = (_beforeImport!, null, null);
        return ChangedAsync();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _subscription?.Dispose();
        _freezes?.Dispose();
        _coalescer?.Dispose();
        if (_module is not null)
        {
            await _module.DisposeAsync();
        }

        _stop.Dispose();
    }
}
