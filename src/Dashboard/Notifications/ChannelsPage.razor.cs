using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Access;
using Sluice.Engine.Notifications;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Notifications;

/// <summary>Where messages go, how that works, and what was sent to the one that is chosen. For administrators of the whole tenant.</summary>
public sealed partial class ChannelsPage(Channels channels, CurrentActor current, NavigationManager navigation, IStringLocalizer<Texts> T)
{
    internal const string Path = "/settings/channels";
    private const int Shown = 25;

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<ChannelRow>? _rows;
    private ChannelRow? _chosen;
    private IReadOnlyList<Delivery> _deliveries = [];
    private ChannelForm _form = new();
    private FormErrors? _errors;
    private SigningSecret? _secret;
    private SendAnswer? _tested;
    private TimeSpan? _wait;
    private string? _shown;
    private string? _said;
    private string? _problem;
    private string? _refusal;
    private bool _keep;
    private bool _more;
    private bool _testing;
    private bool _deleting;
    private int _attempts;
    private int _looks;
    private int _answers;

    /// <summary>The one whose messages are shown, by its id.</summary>
    [SupplyParameterFromQuery]
    public string? Channel { get; set; }

    internal static string Of(string id) => $"{Path}?channel={id}";

    protected override async Task OnParametersSetAsync()
    {
        if (_rows is not null && Channel == _shown)
        {
            return;
        }

        (_errors, _tested, _wait, _refusal, _deleting) = (null, null, null, null, false);
        (_said, _secret, _keep) = _keep ? (_said, _secret, false) : (null, null, false);
        await LookAsync();
    }

    private Task LookAsync() => TryAsync(async () =>
    {
        var (look, asked) = (++_looks, Channel);
        var rows = await channels.ListAsync(current.Tenant, _stop.Token);
        var chosen = rows.FirstOrDefault(row => row.Channel.Id == asked);
        var page = chosen is null ? [] : await ReadAsync(chosen, before: null);

        // Whoever asked again meanwhile gets that answer, and no mixture of both.
        if (look != _looks)
        {
            return;
        }

        // What is typed stays while the same one is shown; another one brings its own, also when it took more than one try to read it.
        if (chosen?.Channel.Id != _chosen?.Channel.Id)
        {
            _form = chosen is null ? new ChannelForm() : ChannelForm.Of(chosen.Channel.Spec);
        }

        (_rows, _shown, _chosen) = (rows, asked, chosen);
        (_deliveries, _more) = ([.. page.Take(Shown)], page.Count > Shown);
    });

    private Task MoreAsync() => TryAsync(async () =>
    {
        var before = _deliveries;
        if (_chosen is { } chosen)
        {
            var page = await ReadAsync(chosen, before is [.., var last] ? last.Id : null);

            // Another click, or another look, has put others there meanwhile.
            if (ReferenceEquals(before, _deliveries))
            {
                (_deliveries, _more) = ([.. before, .. page.Take(Shown)], page.Count > Shown);
            }
        }
    });

    private Task<IReadOnlyList<Delivery>> ReadAsync(ChannelRow row, string? before) => channels.DeliveriesAsync(current.Tenant, row.Channel.Id, before, Shown + 1, _stop.Token);

    private async Task CreateAsync()
    {
        var (asked, errors) = _form.Read(isNew: true);
        if (Are(errors))
        {
            return;
        }

        await GiveAsync(() => channels.CreateAsync(current.Requester, asked.Spec, asked.Secret, CancellationToken.None), done =>
        {
            (_said, _secret, _keep) = (T["Channel.Created", asked.Spec.Name], done.Secret, true);
            navigation.NavigateTo(Of(done.Id));
        });
    }

    private async Task ChangeAsync()
    {
        var (asked, errors) = _form.Read(isNew: false);
        if (Are(errors))
        {
            return;
        }

        await GiveAsync(() => channels.ChangeAsync(current.Requester, _chosen!.Channel.Id, asked.Spec, asked.Secret, asked.MakeSecret, CancellationToken.None), done =>
        {
            (_said, _secret) = (T["Channel.Saved", asked.Spec.Name], done.Secret);
            (_form.Secret, _form.NewSecret) = ("", false);
        }, LookAsync);
    }

    private async Task DeleteAsync()
    {
        var name = _chosen!.Channel.Spec.Name;
        await GiveAsync(() => channels.DeleteAsync(current.Requester, _chosen.Channel.Id, CancellationToken.None), _ =>
        {
            (_said, _deleting, _keep) = (T["Channel.Deleted", name], false, true);
            navigation.NavigateTo(Path);
        });
        _answers++;
    }

    private Task RetryAsync(Delivery delivery) => GiveAsync(
        () => channels.RetryAsync(current.Requester, _chosen!.Channel.Id, delivery.Id, CancellationToken.None),
        _ => _said = T["Delivery.Retried"],
        LookAsync);

    private async Task TestAsync()
    {
        _testing = true;
        await GiveAsync(() => channels.TestAsync(current.Requester, _chosen!.Channel.Id, CancellationToken.None), _ => { }, LookAsync);
        _testing = false;
    }

    private bool Are(Domain.ValueList<Domain.Validation.FieldError> errors)
    {
        (_errors, _said, _secret, _tested, _wait) = (new FormErrors(errors, ++_attempts), null, null, null, null);
        return _errors.Any;
    }

    /// <summary>Nothing that was said before stands beside what comes of it.</summary>
    private async Task GiveAsync(Func<Task<ChannelAnswer>> give, Action<ChannelAnswer.Done> done, Func<Task>? then = null)
    {
        (_said, _secret, _tested, _wait, _refusal) = (null, null, null, null, null);
        // The page may be older than the right.
        if (!current.Allows(Right.Administer, place: null))
        {
            _refusal = _problem = Permissions.ReasonAgainst(Right.Administer);
            return;
        }

        await TryAsync(async () =>
        {
            switch (await give())
            {
                case ChannelAnswer.Done answer:
                    done(answer);
                    break;
                case ChannelAnswer.Tested { Answer: var answer }:
                    _tested = answer;
                    break;
                case ChannelAnswer.TooSoon soon:
                    _wait = soon.Wait;
                    break;
                case ChannelAnswer.Invalid invalid:
                    _errors = new FormErrors(invalid.Errors, ++_attempts);
                    break;
                case ChannelAnswer.Delivered:
                    _said = T["Delivery.WasTaken"];
                    break;
                case ChannelAnswer.NotFound:
                    _refusal = T["Channel.Gone"];
                    _problem = T["Channel.Gone"];
                    break;
            }

            await (then?.Invoke() ?? Task.CompletedTask);
        });
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            _problem = null;
            await work();
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Fleet.ProblemText", ex.Message];
            _refusal = _deleting ? T["Form.StoreDown"].Value : null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
