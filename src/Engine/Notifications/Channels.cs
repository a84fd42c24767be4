using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Notifications;
using Sluice.Domain.Validation;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;

namespace Sluice.Engine.Notifications;

/// <summary>
/// Makes, changes, deletes and tests channels, and sends again what was not taken. From the first write on nothing is cancelled: who leaves must not leave half an order, without its line in the
/// audit log.
/// </summary>
public sealed class Channels(IChannelStore store, INotifier notifier, IMessageText text, IAuditTrail audit, TimeProvider time)
{
    private const string Empty = "[]";

    /// <summary>Tells addresses apart; too short to find a long one by.</summary>
    private const int DigestLength = 12;

    private readonly TestTurns _tests = new(time);

    public Task<IReadOnlyList<ChannelRow>> ListAsync(TenantId tenant, CancellationToken ct) => store.ListAsync(tenant, ct);

    public Task<ChannelRow?> FindAsync(TenantId tenant, string id, CancellationToken ct) => store.FindAsync(tenant, id, ct);

    /// <summary>Newest first; none of a channel that there is not.</summary>
    public Task<IReadOnlyList<Delivery>> DeliveriesAsync(TenantId tenant, string id, string? before, int limit, CancellationToken ct) => store.DeliveriesAsync(tenant, id, before, limit, ct);

    public Task<Delivery?> FindDeliveryAsync(TenantId tenant, string id, string delivery, CancellationToken ct) => store.FindDeliveryAsync(tenant, id, delivery, ct);

    /// <param name="secret">Null: one is made.</param>
    public async Task<ChannelAnswer> CreateAsync(Requester by, ChannelSpec spec, string? secret, CancellationToken ct)
    {
        var others = await store.ListAsync(by.Tenant, ct);
        var errors = Check(spec, secret, others);
        if (others.Count >= ChannelRules.MostChannels)
        {
            errors = errors.Add(new("name", $"{others.Count} channels", $"at most {ChannelRules.MostChannels}; delete one first"));
        }

        if (errors.Count > 0)
        {
            return new ChannelAnswer.Invalid(errors);
        }

        var signing = secret is null ? SigningSecret.Create() : new SigningSecret(secret);
        var channel = new Channel(by.Tenant, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), spec, time.GetUtcNow(), by.Name);
        if (!await store.AddAsync(channel, signing, CancellationToken.None))
        {
            return Taken(spec);
        }

        await RecordAsync(by, ChannelActions.Create, spec.Name, DiffOf(channel.Id, spec, newSecret: true));
        return new ChannelAnswer.Done(channel.Id, secret is null ? signing : null);
    }

    /// <param name="secret">A new one; null: it stays, unless a new one is to be made.</param>
    public async Task<ChannelAnswer> ChangeAsync(Requester by, string id, ChannelSpec spec, string? secret, bool makeSecret, CancellationToken ct)
    {
        var others = await store.ListAsync(by.Tenant, ct);
        if (others.FirstOrDefault(row => row.Channel.Id == id) is not { Channel: var before })
        {
            return Missing(id);
        }

        if (Check(spec, secret, others.Where(row => row.Channel.Id != id)) is { Count: > 0 } errors)
        {
            return new ChannelAnswer.Invalid(errors);
        }

        var signing = secret is not null ? new SigningSecret(secret) : makeSecret ? SigningSecret.Create() : null;
        if (!await store.ChangeAsync(before with { Spec = spec, ChangedAt = time.GetUtcNow(), ChangedBy = by.Name }, signing, CancellationToken.None))
        {
            return Taken(spec);
        }

        await RecordAsync(by, ChannelActions.Change, spec.Name, DiffOf(id, spec, signing is not null, before.Spec));
        return new ChannelAnswer.Done(id, secret is null ? signing : null);
    }

    public async Task<ChannelAnswer> DeleteAsync(Requester by, string id, CancellationToken ct)
    {
        if (await FindAsync(by.Tenant, id, ct) is not { Channel: var channel } || !await store.DeleteAsync(by.Tenant, id, CancellationToken.None))
        {
            return Missing(id);
        }

        await RecordAsync(by, ChannelActions.Delete, channel.Spec.Name, DiffOf(id, channel.Spec, newSecret: false));
        return new ChannelAnswer.Done(id);
    }

    /// <summary>Sends a test message once, now, also to a channel that is off. Not while another is under way, nor right after it.</summary>
    public async Task<ChannelAnswer> TestAsync(Requester by, string id, CancellationToken ct)
    {
        if (await FindAsync(by.Tenant, id, ct) is not { Channel: var channel } || await store.FindSecretAsync(by.Tenant, id, ct) is not { } secret)
        {
            return Missing(id);
        }

        if (_tests.Enter(by.Tenant, id) is { } wait)
        {
            return new ChannelAnswer.TooSoon(wait);
        }

        try
        {
            return await SendTestAsync(by, channel, secret);
        }
        finally
        {
            _tests.Leave(by.Tenant, id);
        }
    }

    public async Task<ChannelAnswer> RetryAsync(Requester by, string id, string delivery, CancellationToken ct)
    {
        if (await FindAsync(by.Tenant, id, ct) is not { Channel: var channel })
        {
            return Missing(id);
        }

        if (await store.FindDeliveryAsync(by.Tenant, id, delivery, ct) is not { } found)
        {
            return new ChannelAnswer.NotFound($"delivery {delivery}");
        }

        if (found.Deployment is null || !await store.RetryAsync(by.Tenant, id, delivery, time.GetUtcNow(), CancellationToken.None))
        {
            return new ChannelAnswer.Delivered(delivery);
        }

        await RecordAsync(by, ChannelActions.Retry, channel.Spec.Name, JsonSerializer.Serialize(new { channel = id, delivery }));
        return new ChannelAnswer.Done(delivery);
    }

    private async Task<ChannelAnswer> SendTestAsync(Requester by, Channel channel, SigningSecret secret)
    {
        // Before it is sent: who makes the product ask an address must not stay out of the log by leaving.
        await RecordAsync(by, ChannelActions.Test, channel.Spec.Name, DiffOf(channel.Id, channel.Spec, newSecret: false));
        var (now, message) = (time.GetUtcNow(), Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        var body = MessageJson.Body(message, by.Tenant.Value, channel.Id, channel.Spec.Name, now, Empty, text.TestOf(channel));
        var answer = await notifier.SendAsync(new(channel.Spec.Address, secret, message, body, Attempt: 1), CancellationToken.None);
        var status = answer.IsTaken ? DeliveryStatus.Delivered : DeliveryStatus.GivenUp;
        await store.RecordAsync(by.Tenant, channel.Id, new(message, Deployment: null, [], status, now, now, Attempts: 1, now, answer.Status, answer.Problem, answer.Text), CancellationToken.None);
        return new ChannelAnswer.Tested(message, answer);
    }

    private static ValueList<FieldError> Check(ChannelSpec spec, string? secret, IEnumerable<ChannelRow> others)
    {
        var errors = ChannelRules.Check(spec, [.. others.Select(row => row.Channel.Spec.Name)]);
        return secret is not null && ChannelRules.CheckSecret(secret) is { } mistake ? errors.Add(mistake) : errors;
    }

    private static ChannelAnswer.NotFound Missing(string id) => new($"channel {id}");

    /// <summary>Somebody else was faster.</summary>
    private static ChannelAnswer.Invalid Taken(ChannelSpec spec) => new([new FieldError("name", spec.Name, "a name that no other channel has")]);

    private ValueTask RecordAsync(Requester by, string action, string name, string diff) =>
        audit.RecordAsync(by.Entry(time, action, name, AuditOutcome.Applied, diff: diff), CancellationToken.None);

    /// <summary>Of the address only the host, as its path may be what lets one in, and a digest: so one sees that it is another, or an earlier one again.</summary>
    /// <param name="before">Null when nothing about it was changed.</param>
    private static string DiffOf(string id, ChannelSpec spec, bool newSecret, ChannelSpec? before = null) => JsonSerializer.Serialize(new
    {
        channel = id,
        host = spec.Host,
        host_before = before?.Host,
        address_changed = before is not null && before.Address != spec.Address,
        address_digest = DigestOf(spec.Address),
        address_digest_before = before is null ? null : DigestOf(before.Address),
        team = spec.Team,
        services = spec.Services,
        environments = spec.Environments,
        kinds = spec.Kinds.Select(Words.Of),
        on = spec.IsOn,
        signed_anew = newSecret,
    });

    private static string DigestOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..DigestLength];
}
