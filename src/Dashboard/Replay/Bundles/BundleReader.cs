using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>Reads a bundle back into a record. Whatever a file holds, it becomes either a record with notices or a refusal: it is never believed in silence.</summary>
internal sealed class BundleReader(EventCatalogue catalogue, EventSentence sentences, TimeProvider time)
{
    private static readonly string[] s_parts = [BundleFormat.Events, BundleFormat.Service, BundleFormat.Samples];

    /// <exception cref="BundleException">It is no bundle, or one of a newer version.</exception>
    public ImportedReview Read(ReadOnlyMemory<byte> file, string key, TenantId tenant, string owner)
    {
        try
        {
            using var document = JsonDocument.Parse(file, new() { MaxDepth = 64 });
            return Read(document.RootElement, file.Length, key, tenant, owner);
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            throw new BundleException(BundleTrouble.NotABundle, $"The file is not an incident review bundle, or it was cut off: {ex.Message}");
        }
    }

    private ImportedReview Read(JsonElement root, long bytes, string key, TenantId tenant, string owner)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.GetString() != BundleFormat.Name)
        {
            throw new BundleException(BundleTrouble.NotABundle, $"The file is JSON, but not an incident review bundle: its format is not {BundleFormat.Name}.");
        }

        var version = root.GetProperty("format_version").GetInt32();
        if (version > BundleFormat.Version)
        {
            throw new BundleException(
                BundleTrouble.NewerVersion,
                string.Create(CultureInfo.InvariantCulture, $"The bundle has format version {version}; this program reads up to {BundleFormat.Version}. Open it with the version of Sluice that made it, or a newer one."));
        }

        var parts = root.GetProperty("parts");
        var id = DeploymentId.From(root.GetProperty("deployment").GetString()!);
        if (id.Service is null)
        {
            throw new BundleException(BundleTrouble.NotABundle, "The bundle names no deployment: its id is not a service's name with a number behind it.");
        }

        var record = new ReplayRecord(tenant, id) { IsForeign = true };
        var notices = Verify(parts, root.TryGetProperty("hashes", out var hashes) ? hashes : default);
        var events = parts.GetProperty(BundleFormat.Events);
        var payloads = new Dictionary<long, string>(events.GetArrayLength());
        foreach (var one in Each(events))
        {
            record.History.Append(Of<DeploymentEvent>(one));
            payloads[one.Version] = one.Data.GetRawText();
        }

        if (record.History.Events.Count == 0)
        {
            throw new BundleException(BundleTrouble.NotABundle, "The bundle holds no events.");
        }

        Try(parts, BundleFormat.Service, notices, part =>
        {
            foreach (var one in Each(part))
            {
                record.Services.Append(Of<Domain.Services.ServiceEvent>(one));
            }
        });
        Try(parts, BundleFormat.Samples, notices, part => record.Intervals = IntervalsOf(part));
        Try(parts, BundleFormat.Hours, notices, part => record.Hours = IntervalsOf(part));
        TryOut(record);
        return new(
            key, tenant, owner, record, payloads, notices, root.TryGetProperty("exported_at", out var at) && at.TryGetDateTimeOffset(out var exported) ? exported : null, time.GetUtcNow(), bytes);
    }

    /// <summary>What the pages work out from the record must be possible.</summary>
    private static void TryOut(ReplayRecord record)
    {
        try
        {
            record.Settle();
            _ = ReviewSeries.Of(record);
            _ = record.History.Last is { } last ? Milestones.Of(last.Spec, record.History.Events, record.Intervals) : [];
        }
        catch (Exception ex)
        {
            throw new BundleException(BundleTrouble.NotABundle, $"The bundle can be read, but what it says cannot be true: {ex.Message}");
        }
    }

    /// <summary>A part that is damaged costs what it tells, not the rest.</summary>
    private static void Try(JsonElement parts, string name, List<BundleNotice> notices, Action<JsonElement> read)
    {
        try
        {
            if (parts.TryGetProperty(name, out var part))
            {
                read(part);
            }
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            notices.Add(new(BundleNoticeKind.PartUnreadable, name, ex.Message));
        }
    }

    private static List<BundleNotice> Verify(JsonElement parts, JsonElement hashes)
    {
        var notices = new List<BundleNotice>();
        foreach (var name in s_parts.Where(name => !parts.TryGetProperty(name, out _)))
        {
            notices.Add(new(BundleNoticeKind.PartMissing, name));
        }

        foreach (var part in parts.EnumerateObject())
        {
            var stated = hashes.ValueKind == JsonValueKind.Object && hashes.TryGetProperty(part.Name, out var hash) ? hash.GetString() : null;
            if (stated is null)
            {
                notices.Add(new(BundleNoticeKind.HashMissing, part.Name));
            }
            else if (!string.Equals(stated, BundleFormat.HashOf(JsonMarshal.GetRawUtf8Value(part.Value)), StringComparison.OrdinalIgnoreCase))
            {
                notices.Add(new(BundleNoticeKind.HashBroken, part.Name));
            }
        }

        return notices;
    }

    private static List<Interval> IntervalsOf(JsonElement part) =>
        [.. part.EnumerateArray().Select(one => (one.Deserialize<BundleInterval>(BundleFormat.Json) ?? throw new FormatException("An interval is null.")).ToInterval())];

    private static IEnumerable<BundleEvent> Each(JsonElement part) => part.EnumerateArray().Select(one => one.Deserialize<BundleEvent>(BundleFormat.Json) ?? throw new FormatException("An event is null."));

    private HistoryEvent<T> Of<T>(BundleEvent one)
        where T : DomainEvent
    {
        var read = catalogue.TryRead(one.Type, one.Data.GetRawText(), out var problem) as T;
        problem = read is null ? problem ?? one.Type : Trial(read);
        return new(one.Version, one.At, one.Type, problem is null ? read : null, problem);
    }

    /// <summary>The store never holds an event with holes in it; a file may. Whatever fails here would fail on the page.</summary>
    private string? Trial(DomainEvent read)
    {
        try
        {
            _ = read is DeploymentEvent e ? $"{Lanes.Of(e)} {sentences.Of(e)}" : null;
            return read.Origin.By.Name is null ? "Nobody is named as its author." : null;
        }
        catch (Exception ex)
        {
            // Whatever is said of an event that is not whole belongs to the finding.
            return ex.Message;
        }
    }
}
