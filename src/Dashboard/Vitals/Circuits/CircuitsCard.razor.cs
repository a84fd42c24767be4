using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Vitals.Beacons;

namespace Sluice.Dashboard.Vitals.Circuits;

/// <summary>The consoles of this process: how many, what they take, and how quick they are where people see them.</summary>
public sealed partial class CircuitsCard
{
    /// <summary>Another one draws it anew.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Looked { get; set; }

    [Inject]
    private CircuitCount Circuits { get; set; } = null!;

    [Inject]
    private MemorySlope Slope { get; set; } = null!;

    [Inject]
    private BeaconBook Beacons { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    /// <summary>All managed memory shared out is too much for each, and known at any time.</summary>
    private string Memory => (Slope.Estimate(), Circuits.Open) switch
    {
        ({ } slope, _) => T["Circuits.MemorySlope", HealthText.Megabytes(T, slope.Bytes), slope.Fewest, slope.Most, slope.Collections],
        (null, 0) => T["Measured.Nothing"],
        (null, var open) => T["Circuits.MemoryAtMost", HealthText.Megabytes(T, GC.GetGCMemoryInfo().HeapSizeBytes / open), MemorySlope.LeastSpread],
    };

    private string EventToPixel => Beacons.Current is { EventToPixel: { } took, Events: var count } ? T["Circuits.Within", HealthText.Milliseconds(took), count] : T["Measured.Nothing"];

    private string Reconnects => Beacons.Current is { Reconnect: { } took, Reconnects: var count } ? T["Circuits.Within", HealthText.Milliseconds(took), count] : T["Circuits.NoReconnects"];
}
