using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay;

/// <summary>One event, and what led to it and followed from it. Its stored form is read when nobody moves on any more: no step waits for it.</summary>
public sealed partial class EventInspector(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _rest;
    private (InspectedEvent Of, string? Payload)? _read;
    private bool _isStoreAway;

    /// <summary>Reads the stored form of a version, without secrets; null when it is not there.</summary>
    [Parameter, EditorRequired]
    public required Func<long, CancellationToken, Task<string?>> Payload { get; set; }

    [Parameter]
    public EventCallback<long> OnSelect { get; set; }

    private bool IsRead => _read is { Of: var of } && (of.Version, of.RecordedAt, of.Kind) == (View.Version, View.RecordedAt, View.Kind);

    private string Pretty => !IsRead ? string.Empty : _read?.Payload is { } json ? JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json), s_json) : T["Replay.NoPayload"];

    private string? Lag => View.Origin is { } origin && (View.RecordedAt - origin.At).Duration() >= TimeSpan.FromMilliseconds(1)
        ? T["Replay.Later", (View.RecordedAt - origin.At).TotalMilliseconds.ToString("0", CultureInfo.CurrentCulture)].Value
        : null;

    public void Dispose()
    {
        _stop.Cancel();
        _rest?.Dispose();
        _stop.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (!IsRead)
        {
            var wait = _rest is null ? TimeSpan.Zero : s_rest;
            _rest ??= time.CreateTimer(_ => _ = InvokeAsync(ReadAsync), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _rest.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task ReadAsync()
    {
        if (_stop.IsCancellationRequested || (IsRead && !_isStoreAway))
        {
            return;
        }

        try
        {
            var of = View;
            _read = (of, await PayloadAsync(of.Version));
            if (_isStoreAway)
            {
                _rest?.Change(s_again, Timeout.InfiniteTimeSpan);
            }

            StateHasChanged();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader left.
        }
        catch (Exception ex)
        {
            await DispatchExceptionAsync(ex);
        }
    }

    private async Task<string?> PayloadAsync(long version)
    {
        try
        {
            var payload = await Payload(version, _stop.Token);
            _isStoreAway = false;
            return payload;
        }
        catch (StoreUnavailableException)
        {
            // The panel says that it is missing until it is there again; everything else is in memory.
            _isStoreAway = true;
            return null;
        }
    }
}
