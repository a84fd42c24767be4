using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Kit;

/// <summary>
/// Asks before an action, as strictly as its level says. Stays open until its owner closes it, so a refusal is shown
/// inside; focus goes back to the button that opened it.
/// </summary>
public sealed partial class ConfirmDialog(IJSRuntime js, IStringLocalizer<Texts> T)
{
    private const int LongestReason = 500;
    private readonly string _id = $"confirm-{Guid.NewGuid():N}";
    private ElementReference _dialog;
    private IJSObjectReference? _module;
    private bool _shown;
    private bool _turned;
    private string? _chip;
    private string? _text;
    private string? _typed;

    [Parameter]
    public bool Open { get; set; }

    [Parameter, EditorRequired]
    public ConfirmLevel Level { get; set; }

    /// <summary>The action as a question or an order: "Abort deployment 7".</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>One line computed now: what changes, and what watches it.</summary>
    [Parameter, EditorRequired]
    public required string Consequence { get; set; }

    /// <summary>A verb with its object, never "OK".</summary>
    [Parameter, EditorRequired]
    public required string ConfirmText { get; set; }

    /// <summary>What has to be typed at <see cref="ConfirmLevel.Typed"/>.</summary>
    [Parameter]
    public string? Service { get; set; }

    /// <summary>A stop in two keystrokes: the focus is on the red button and no reason is asked for.</summary>
    [Parameter]
    public bool Fast { get; set; }

    [Parameter]
    public bool Dangerous { get; set; }

    /// <summary>Reasons that one click gives.</summary>
    [Parameter]
    public IReadOnlyList<string> Reasons { get; set; } = [];

    /// <summary>What the person wrote before the level asked for a reason, so that it is not asked twice.</summary>
    [Parameter]
    public string? Begun { get; set; }

    /// <summary>What changed while the dialog was open.</summary>
    [Parameter]
    public RenderFragment? Change { get; set; }

    /// <summary>The id of the order that confirming gives; the browser keeps it until the answer comes.</summary>
    [Parameter]
    public string? Command { get; set; }

    /// <summary>Why the last try was refused.</summary>
    [Parameter]
    public string? Error { get; set; }

    /// <summary>The evidence at this moment.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Why it cannot be confirmed at this moment; null when it can.</summary>
    [Parameter]
    public string? Blocked { get; set; }

    /// <summary>What the way back is called; null for its usual name.</summary>
    [Parameter]
    public string? BackText { get; set; }

    /// <summary>Further buttons at the foot.</summary>
    [Parameter]
    public RenderFragment? Extra { get; set; }

    /// <summary>Number of what is drawn; it comes back with the answer, so that a click on an older drawing is known as one.</summary>
    [Parameter]
    public long Drawn { get; set; }

    /// <summary>Grows with every answer: the browser shows "sent" from the click until then.</summary>
    [Parameter]
    public int Answers { get; set; }

    [Parameter]
    public EventCallback<ConfirmAnswer> OnConfirm { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    private string TitleId => $"{_id}-title";

    private string ConsequenceId => $"{_id}-consequence";

    private string TypedId => $"{_id}-typed";

    private bool NeedsReason => Level >= ConfirmLevel.Reasoned && !Fast;

    private string? Reason => string.Join(": ", new[] { _chip, _text?.Trim() }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } reason ? reason : null;

    /// <summary>Kept by the handler of each drawing: a click goes to that of the one it was made on, even when a newer one is on its way to the browser.</summary>
    private (long Drawn, string? Blocked) Drawing => (Drawn, Blocked);

    private string? Missing => Blocked ?? Unsaid;

    private string? Unsaid => this switch
    {
        { NeedsReason: true, Reason: null } => T["Confirm.MissingReason"].Value,
        { Level: ConfirmLevel.Typed } when !string.Equals(_typed?.Trim(), Service, StringComparison.Ordinal) => T["Confirm.MissingName", Service ?? ""].Value,
        _ => null,
    };

    protected override void OnParametersSet()
    {
        if (!Open)
        {
            (_chip, _text, _typed) = (null, null, null);
        }
        else if (Level >= ConfirmLevel.Reasoned)
        {
            _text ??= Begun;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        var turned = Open && BackText is not null;
        if (Open == _shown && turned == _turned)
        {
            return;
        }

        // Another question stands in the same dialog now: the key that answered the first must not answer it too.
        var isTurn = Open == _shown;
        (_shown, _turned) = (Open, turned);
        _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/dialog.js"]);
        await _module.InvokeVoidAsync((Open, isTurn) switch { (true, true) => "turn", (true, _) => "open", _ => "close" }, _dialog);
    }

    private void Choose(string chip) => _chip = string.Equals(_chip, chip, StringComparison.Ordinal) ? null : chip;

    private async Task SubmitAsync(long drawn, string? blocked)
    {
        if (blocked is null && Unsaid is null)
        {
            await OnConfirm.InvokeAsync(new ConfirmAnswer(Reason, drawn));
        }
    }

    // Also when the browser closed it by itself, on Escape.
    private async Task CloseAsync()
    {
        if (Open)
        {
            await OnClose.InvokeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_module is null)
        {
            return;
        }

        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the module with it.
        }
    }
}
