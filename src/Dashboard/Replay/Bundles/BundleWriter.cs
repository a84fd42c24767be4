using System.Text;
using System.Text.Json;
using Sluice.Dashboard.Api.Evidence;
using Sluice.Domain;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>
/// The whole record of a deployment as one JSON document. <c>hashes</c> holds the SHA-256 of each member of <c>parts</c>: of its bytes in UTF-8 exactly as they stand in the file.
/// </summary>
internal sealed class BundleWriter(IEventStore store)
{
    /// <param name="redaction">What is taken out of it.</param>
    public async Task<byte[]> OfAsync(ReplayRecord record, Redaction redaction, DateTimeOffset now, CancellationToken ct)
    {
        List<(string Name, byte[] Bytes)> parts =
        [
            (BundleFormat.Events, Write(await EventsAsync(record.Tenant, record.Id.Stream, until: null, redaction, ct))),
            (BundleFormat.Service, Write(record.History.Last is { } last
                ? await EventsAsync(record.Tenant, last.Spec.Service.Stream, record.History.Events[^1].RecordedAt, redaction, ct)
                : [])),
            (BundleFormat.Samples, Write(record.Intervals.Select(BundleInterval.Of))),
            .. record.Hours.Count > 0 ? [(BundleFormat.Hours, Write(record.Hours.Select(BundleInterval.Of)))] : Array.Empty<(string, byte[])>(),
            ("verdicts", Encoding.UTF8.GetBytes(redaction.Payload(Encoding.UTF8.GetString(Write(RecordedVerdicts.Of(record.History.Events)))))),
            ("milestones", Write(MilestonesOf(record))),
            ("faults", Write(record.History.Faults.Select(fault => new { Kind = Words.Of(fault.Kind), fault.From, fault.To, fault.Detail }))),
        ];
        var hashes = parts.ToDictionary(part => part.Name, part => BundleFormat.HashOf(part.Bytes), StringComparer.Ordinal);
        var head = Write(new { Format = BundleFormat.Name, FormatVersion = BundleFormat.Version, ExportedAt = now, Deployment = record.Id.Value, hashes });
        var file = new MemoryStream(parts.Sum(part => part.Bytes.Length) + 4096);
        file.Write(head.AsSpan()[..^1]);
        file.Write(",\"parts\":{"u8);
        foreach (var (i, part) in parts.Index())
        {
            file.Write(Encoding.UTF8.GetBytes($"{(i > 0 ? "," : "")}\"{part.Name}\":"));
            file.Write(part.Bytes);
        }

        file.Write("}}"u8);
        return file.ToArray();
    }

    private async Task<List<BundleEvent>> EventsAsync(TenantId tenant, string stream, DateTimeOffset? until, Redaction redaction, CancellationToken ct)
    {
        var events = new List<BundleEvent>();
        long after = 0;
        while (await store.ReadRawAsync(tenant, stream, after, ReplayReader.Window, ct) is [.., var last] page)
        {
            events.AddRange(page.Where(raw => until is null || raw.At <= until).Select(raw => BundleEvent.Of(raw, redaction.Payload)));
            after = last.Version;
            if (last.At > until)
            {
                break;
            }
        }

        return events;
    }

    private static IEnumerable<object> MilestonesOf(ReplayRecord record) => record.History.Last is { } state
        ? Milestones.Of(state.Spec, record.History.Events, record.Intervals).Select(one => new { Kind = Words.Of(one.Kind), one.At, one.Version, Gap = Words.Of(one.Gap), one.Detail })
        : [];

    private static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, BundleFormat.Json);
}
