using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Api.Evidence;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Sluice.Dashboard.Replay;

/// <summary>
/// The whole record of a deployment as one JSON document. <c>hashes</c> holds the SHA-256 of each member of <c>parts</c>: of its bytes in UTF-8 exactly as they stand in the file.
/// </summary>
internal sealed class ReviewBundle(IEventStore store, IOptions<JsonOptions> json)
{
    public const string Format = "sluice-incident-review";
    public const int FormatVersion = 1;

    public async Task<string> OfAsync(ReplayRecord record, DateTimeOffset now, CancellationToken ct)
    {
        var events = await EventsAsync(record, ct);
        List<(string Name, string Text)> parts =
        [
            ("events", Write(events)),
            ("samples", Write(record.Intervals.Select(Of))),
            ("verdicts", Masking.Of(Write(RecordedVerdicts.Of(record.History.Events)))),
            ("milestones", Write(MilestonesOf(record))),
            ("faults", Write(record.History.Faults.Select(fault => new { kind = Words.Of(fault.Kind), fault.From, fault.To, fault.Detail }))),
            ("releases", Masking.Of(Write(ReleasesOf(record)))),
        ];
        var hashes = parts.ToDictionary(part => part.Name, part => HashOf(part.Text), StringComparer.Ordinal);
        var head = Write(new { format = Format, format_version = FormatVersion, exported_at = now, deployment = record.Id.Value, hashes });
        return $"{head[..^1]},\"parts\":{{{string.Join(',', parts.Select(part => $"\"{part.Name}\":{part.Text}"))}}}}}";
    }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task<List<EventView>> EventsAsync(ReplayRecord record, CancellationToken ct)
    {
        var events = new List<EventView>(record.History.Events.Count);
        long after = 0;
        while (await store.ReadRawAsync(record.Tenant, record.Id.Stream, after, ReplayReader.Window, ct) is [.., var last] page)
        {
            foreach (var raw in page)
            {
                using var data = JsonDocument.Parse(Masking.Of(raw.Data));
                events.Add(new(raw.Version, raw.At, raw.Type, data.RootElement.Clone()));
            }

            after = last.Version;
        }

        return events;
    }

    private static IEnumerable<object> MilestonesOf(ReplayRecord record) => record.History.Last is { } state
        ? Milestones.Of(state.Spec, record.History.Events, record.Intervals).Select(one => new { kind = Words.Of(one.Kind), one.At, one.Version, gap = Words.Of(one.Gap), one.Detail })
        : [];

    /// <summary>What went and what came, as they were when the deployment ended or was last heard of.</summary>
    private static IEnumerable<object> ReleasesOf(ReplayRecord record) => record is { History.Last.Spec: var spec, Services.Last: { } service }
        ? new[] { spec.FromRelease, spec.ToRelease }.OfType<int>().Distinct().Select(service.Release).OfType<Domain.Services.Release>()
        : [];

    private static object Of(Interval interval) => new
    {
        interval.Phase,
        interval.From,
        interval.To,
        canary_share = interval.CanaryShare.Percent,
        stable = interval.Stable is { } stable ? Of(stable) : null,
        canary = Of(interval.Canary),
    };

    /// <param name="arm">Its latencies are written by bucket, empty ones left out.</param>
    private static object Of(ArmWindow arm) => new
    {
        arm.Requests,
        arm.Errors,
        arm.ClientErrors,
        arm.Open,
        latency = arm.Latency.ToArray().Select((count, bucket) => (count, bucket)).Where(one => one.count > 0).Select(one => new[] { one.bucket, one.count }),
    };

    private string Write<T>(T value) => JsonSerializer.Serialize(value, json.Value.SerializerOptions);
}
