using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Resources;
using Sluice.Engine.Control;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Vitals;

/// <summary>What the process measures of itself; <c>/metrics</c> tells the same and more.</summary>
public sealed partial class MeasuredCard
{
    private const string Append = "sluice_event_append_seconds";

    /// <summary>Another one draws it anew.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Looked { get; set; }

    [Inject]
    private InstrumentBook Instruments { get; set; } = null!;

    [Inject]
    private TickLateness Lateness { get; set; } = null!;

    [Inject]
    private ISampleFeed Samples { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    private string Stored => Instruments.CountsOf(Append)?.Within(0.95) is { } seconds ? T["Measured.Within", 95, HealthText.Milliseconds(TimeSpan.FromSeconds(seconds))] : T["Measured.Nothing"];

    private string Late => Lateness.Quantile(0.99) is { } late ? T["Measured.Within", 99, HealthText.Milliseconds(late)] : T["Measured.Nothing"];
}
