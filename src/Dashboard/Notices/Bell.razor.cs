using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Notices;

/// <summary>Tells, on every page, of what is about the reader. What was shown counts as seen.</summary>
public sealed partial class Bell
{
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private Coalescer? _coalescer;
    private IDisposable? _subscription;
    private IReadOnlyList<Notice> _notices = [];
    private IReadOnlyList<Notice> _unkept = [];
    private HashSet<string> _fresh = [];
    private string? _problem;
    private bool _loaded;
    private bool _ready;
    private bool _opened;

    [Inject]
    private MyNotices Mine { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>What was seen is drawn when somebody opens the list: on every page of everybody it would only cost memory.</summary>
    private IEnumerable<Notice> Drawn => _opened ? _notices : _notices.Where(Mine.IsNew);

    private int New => _notices.Count(Mine.IsNew);

    protected override Task OnInitializedAsync()
    {
        _coalescer = new(Time, s_pace, () => InvokeAsync(FollowAsync));
        _subscription = Mine.Subscribe(_coalescer.Signal);
        return LookAsync();
    }

    private async Task FollowAsync()
    {
        var (before, problem) = (_notices, _problem);
        await LookAsync();
        if (!_notices.SequenceEqual(before) || problem != _problem)
        {
            StateHasChanged();
        }
    }

    private Task<bool> LookAsync() => TryAsync(async () =>
    {
        if (!_loaded)
        {
            await Mine.LoadAsync(_stop.Token);
            (_loaded, _ready) = (true, true);
        }

        if (_unkept.Count > 0)
        {
            await KeepAsync();
        }

        (_notices, _problem) = (await Mine.ReadAsync(_stop.Token), null);
        _fresh.UnionWith(_notices.Where(Mine.IsNew).Select(notice => notice.Key));
    });

    /// <summary>Another page of the same person may have seen some meanwhile. What is new now stays marked while it is read.</summary>
    private async Task OpenAsync()
    {
        (_loaded, _opened) = (false, true);
        _fresh = [];
        if (await LookAsync())
        {
            _unkept = _notices;
            await TryAsync(KeepAsync);
        }
    }

    private async Task KeepAsync()
    {
        await Mine.SeeAsync(_unkept, _stop.Token);
        _unkept = [];
    }

    private async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (StoreUnavailableException)
        {
            // What was known stays; the strip under the bar says that the store is away.
            _problem = T["Bell.Old"];
            _coalescer!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }

        return false;
    }

    private string Headline(Notice notice) => notice.Kind is NoticeKind.Overridden
        ? T["Notice.Overridden", notice.By ?? string.Empty, notice.Deployment, notice.Environment]
        : T[$"Notice.{notice.Kind}", notice.Deployment, notice.Environment];

    private static string IconOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Gate => "hand",
        NoticeKind.Returned => "return",
        NoticeKind.Held => "question",
        NoticeKind.Failed => "alert",
        _ => "skip",
    };

    public void Dispose()
    {
        _stop.Cancel();
        _subscription?.Dispose();
        _coalescer?.Dispose();
        _stop.Dispose();
    }
}
