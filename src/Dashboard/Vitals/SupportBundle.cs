using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Domain.Replay;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Vitals;

/// <summary>What somebody who helps from afar needs to know of an installation, without secrets and without anything of its tenants. It stands without the database.</summary>
internal sealed class SupportBundle(IConfiguration configuration, ISystemHealth parts, IProjectionStatuses readers, CircuitCount circuits, TimeProvider time)
{
    // What else is configured is the business of other programs, or says who the tenants are.
    private static readonly string[] s_sections = ["Urls", "Gateway", "Data", "ConnectionStrings", "Store", "Access", "Logging"];
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public async Task<string> MakeAsync(CancellationToken ct)
    {
        using var process = Process.GetCurrentProcess();
        var (known, problem) = await ReadersAsync(ct);
        var bundle = new JsonObject
        {
            ["format"] = "sluice-support",
            ["made_at"] = time.GetUtcNow(),
            ["version"] = typeof(SupportBundle).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = RuntimeInformation.OSDescription,
            ["processors"] = Environment.ProcessorCount,
            ["started_at"] = process.StartTime.ToUniversalTime(),
            ["working_set_bytes"] = process.WorkingSet64,
            ["heap_bytes"] = GC.GetGCMemoryInfo().HeapSizeBytes,
            ["consoles"] = circuits.Open,
            ["parts"] = JsonSerializer.SerializeToNode(parts.Components, s_json),
            ["readers"] = JsonSerializer.SerializeToNode(known, s_json),
            ["readers_problem"] = problem,
            ["settings"] = new JsonObject(s_sections.Select(configuration.GetSection).Where(section => section.Exists()).Select(section => KeyValuePair.Create(section.Key, Of(section)))),
        };
        return Masking.Of(bundle.ToJsonString());
    }

    private async Task<(IReadOnlyList<ProjectionStatus>? Readers, string? Problem)> ReadersAsync(CancellationToken ct)
    {
        try
        {
            return (await readers.ReadAsync(ct), null);
        }
        catch (StoreUnavailableException ex)
        {
            return (null, ex.Message);
        }
    }

    private static JsonNode? Of(IConfigurationSection section) => section.GetChildren().ToList() is { Count: > 0 } children
        ? new JsonObject(children.Select(child => KeyValuePair.Create(child.Key, Of(child))))
        : JsonValue.Create(section.Value);
}
