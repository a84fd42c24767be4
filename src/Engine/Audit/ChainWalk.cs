using System.Globalization;
using Npgsql;
using Sluice.Domain;

namespace Sluice.Engine.Audit;

/// <summary>
/// One walk over a chain: links, events and entries are read side by side in their orders and merged, so that what is gone, changed or
/// slipped in shows at its place, and nothing but the rows at hand is in memory.
/// </summary>
internal sealed class ChainWalk : IAsyncDisposable
{
    private readonly ChainHash _hash = new();
    private readonly TenantId _tenant;
    private readonly ChainExtent _extent;
    private readonly KnownLink? _known;
    private readonly LinkReader _links;
    private readonly ItemReader _events;
    private readonly ItemReader _entries;
    private long _whole;
    private byte[] _before = ChainHash.Origin;

    private ChainWalk(TenantId tenant, ChainExtent extent, KnownLink? known, LinkReader links, ItemReader events, ItemReader entries) =>
        (_tenant, _extent, _known, _links, _events, _entries) = (tenant, extent, known, links, events, entries);

    public static async Task<ChainWalk> BeginAsync(NpgsqlDataSource database, TenantId tenant, ChainExtent extent, KnownLink? known, CancellationToken ct)
    {
        var links = await LinkReader.OpenAsync(database, tenant.Value, extent.Link, ct);
        ItemReader? events = null;
        try
        {
            events = await ItemReader.OpenAsync(
                database, $"select {EventItem.Columns} from mt_events where tenant_id = $1 and seq_id <= $2 and {ChainSources.IsOurs} order by seq_id", tenant.Value, extent.Events, EventItem.Read, ct);
            var entries = await ItemReader.OpenAsync(
                database, $"select {EntryItem.Columns} from sluice_audit where tenant_id = $1 and number <= $2 order by number", tenant.Value, extent.Entries, EntryItem.Read, ct);
            return new(tenant, extent, known, links, events, entries);
        }
        catch
        {
            await links.DisposeAsync();
            await (events?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    public async Task<ChainReport> RunAsync(CancellationToken ct)
    {
        while (await _links.NextAsync(ct) is { } link)
        {
            if (await CheckAsync(link, ct) is { } broken)
            {
                return Report(broken);
            }
        }

        return Report(AtTheEnd());
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _links.DisposeAsync();
        await _events.DisposeAsync();
        await _entries.DisposeAsync();
    }

    private async ValueTask<BrokenLink?> CheckAsync(LinkRow link, CancellationToken ct)
    {
        if (link.Link != _whole + 1)
        {
            return new(_whole + 1, ChainFault.Missing, Kind: null, Stream: null, Version: null, Text($"Link {_whole + 1} is gone from the chain."));
        }

        var items = link.Kind is ChainKinds.Event ? _events : _entries;
        var item = items.Next;
        if (item is null || item.Number > link.Number)
        {
            return new(link.Link, ChainFault.Missing, link.Kind, link.Stream, link.Version, Text($"{Named(link)} is gone, or no longer where it was linked."));
        }

        if (item.Number < link.Number)
        {
            return Extra(item, link.Link);
        }

        var hash = _hash.Next(_before, item);
        if (!hash.AsSpan().SequenceEqual(link.Hash))
        {
            return new(link.Link, ChainFault.Changed, link.Kind, link.Stream, link.Version, Text($"{Named(link)} is not what was linked: its content, or the link, was changed."));
        }

        if (_known is { } known && known.Link == link.Link && !string.Equals(known.Hash, Convert.ToHexStringLower(hash), StringComparison.OrdinalIgnoreCase))
        {
            return new(link.Link, ChainFault.Rewritten, link.Kind, link.Stream, link.Version, Text($"Link {link.Link} has another hash than the one that was written down: the chain up to here was made anew."));
        }

        (_whole, _before) = (link.Link, hash);
        await items.TakeAsync(ct);
        return null;
    }

    private BrokenLink? AtTheEnd()
    {
        if (_whole != _extent.Link || (_extent.Hash is { } head && !_before.AsSpan().SequenceEqual(head)))
        {
            return new(_whole + 1, ChainFault.Missing, Kind: null, Stream: null, Version: null, Text($"The chain ends at link {_whole}, but had come to link {_extent.Link}."));
        }

        if (_known is { } known && known.Link > _whole)
        {
            return new(_whole + 1, ChainFault.Missing, Kind: null, Stream: null, Version: null, Text($"The chain ends at link {_whole}, before link {known.Link} that was written down."));
        }

        return (_events.Next ?? _entries.Next) is { } item ? Extra(item, _whole + 1) : null;
    }

    private static BrokenLink Extra(ChainItem item, long link) => item is EventItem { Stream: var stream, Version: var version }
        ? new(link, ChainFault.Extra, item.Kind, stream, version, Text($"{Named(item.Kind, stream, version)} stands before link {link}, but was not linked there."))
        : new(link, ChainFault.Extra, item.Kind, Stream: null, Version: null, Text($"An audit entry of {item.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC stands before link {link}, but was not linked there."));

    private static string Named(LinkRow link) => link.Kind is ChainKinds.Event ? Named(link.Kind, link.Stream, link.Version) : Text($"The audit entry of link {link.Link}");

    private static string Named(string kind, string? stream, long? version) => Text($"The {kind} {version} of {stream}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private ChainReport Report(BrokenLink? broken) => new(_tenant, _whole, _whole == 0 ? null : Convert.ToHexStringLower(_before), broken);
}
