using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>Opens files that people send. One at a time: a large one fills a good part of the memory while it is read.</summary>
internal sealed class BundleImports(BundleReader reader, BundleShelf shelf, IAuditTrail trail, TimeProvider time) : IDisposable
{
    /// <summary>Above what 10,000 events with their samples come to.</summary>
    public const int Largest = 64 * 1024 * 1024;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <exception cref="BundleException">It cannot be opened.</exception>
    /// <exception cref="Engine.Store.StoreUnavailableException">It cannot be entered into the audit log; nothing was kept.</exception>
    public async Task<ImportedReview> OpenAsync(HttpContext http, CurrentActor current, CancellationToken ct)
    {
        if (http.Request.ContentLength > Largest)
        {
            throw TooLarge();
        }

        await _turn.WaitAsync(ct);
        try
        {
            var file = await ReadAsync(http, ct);
            var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var review = await Task.Run(() => reader.Read(file, key, current.Tenant, current.Actor.Name), ct);
            await trail.RecordAsync(
                new(
                    current.Tenant, time.GetUtcNow(), current.Actor.Name, AuditActions.ImportReview, review.Record.Id.Value, AuditOutcome.Applied, Reason: null,
                    string.Equals(http.User.Identity?.AuthenticationType, Schemes.Token, StringComparison.Ordinal) ? CommandSource.Api : CommandSource.Ui,
                    http.Connection.RemoteIpAddress?.ToString(),
                    JsonSerializer.Serialize(new { bytes = file.Length, events = review.Record.History.Events.Count, notices = review.Notices.Select(one => $"{Words.Of(one.Kind)} {one.Part}") })),
                ct);
            shelf.Add(review);
            return review;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http, CancellationToken ct)
    {
        // The limit is kept here, so that the server's own does not answer in other words.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        using var read = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await http.Request.Body.ReadAsync(buffer, ct)) > 0)
        {
            read.Write(buffer, 0, count);
            if (read.Length > Largest)
            {
                throw TooLarge();
            }
        }

        return read.GetBuffer().AsMemory(0, (int)read.Length);
    }

    private static BundleException TooLarge() => new(BundleTrouble.TooLarge, $"The file is larger than {Largest / (1024 * 1024)} MB. Nothing of it was read; a record of 10,000 events stays below that.");
}
