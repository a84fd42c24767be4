using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Notifications;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Channels in memory, a receiver that answers as the test says, and plain words.</summary>
internal sealed class InMemoryChannels : IChannelStore, INotifier, IMessageText
{
    private readonly Dictionary<string, (ChannelRow Row, SigningSecret Secret)> _channels = [];
    private readonly List<(string Channel, Delivery Delivery)> _deliveries = [];

    /// <summary>Reading and changing fail as if the database were gone.</summary>
    public bool IsAway { get; set; }

    /// <summary>Messages are read when it is done.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public SendAnswer Answer { get; set; } = new(204, string.Empty, Problem: null, TimeSpan.FromMilliseconds(12));

    public List<Outgoing> Sent { get; } = [];

    public void Put(string channel, Delivery delivery) => _deliveries.Add((channel, delivery));

    public void Change(string channel, Func<ChannelRow, ChannelRow> change) => _channels[channel] = (change(_channels[channel].Row), _channels[channel].Secret);

    public SigningSecret SecretOf(string channel) => _channels[channel].Secret;

    public Task<IReadOnlyList<ChannelRow>> ListAsync(TenantId tenant, CancellationToken ct) => Here<IReadOnlyList<ChannelRow>>(
        [.. _channels.Values.Select(one => one.Row).Where(row => row.Channel.Tenant == tenant).OrderBy(row => row.Channel.Spec.Name, StringComparer.OrdinalIgnoreCase)]);

    public Task<ChannelRow?> FindAsync(TenantId tenant, string id, CancellationToken ct) =>
        Here(_channels.TryGetValue(id, out var one) && one.Row.Channel.Tenant == tenant ? one.Row : null);

    public Task<bool> AddAsync(Channel channel, SigningSecret secret, CancellationToken ct)
    {
        _channels.Add(channel.Id, (new(channel, 0, 0, 0, null, null, null), secret));
        return Here(true);
    }

    public Task<bool> ChangeAsync(Channel channel, SigningSecret? secret, CancellationToken ct)
    {
        var before = _channels[channel.Id];
        _channels[channel.Id] = (before.Row with { Channel = channel }, secret ?? before.Secret);
        return Here(true);
    }

    public Task<bool> DeleteAsync(TenantId tenant, string id, CancellationToken ct) => Here(_channels.Remove(id));

    public Task<SigningSecret?> FindSecretAsync(TenantId tenant, string id, CancellationToken ct) => Here<SigningSecret?>(_channels[id].Secret);

    public async Task<IReadOnlyList<Delivery>> DeliveriesAsync(TenantId tenant, string channel, string? before, int limit, CancellationToken ct)
    {
        await Until;
        var all = _deliveries.Where(one => one.Channel == channel).Select(one => one.Delivery).Reverse().ToList();
        return await Here<IReadOnlyList<Delivery>>([.. all.Skip(before is null ? 0 : all.FindIndex(delivery => delivery.Id == before) + 1).Take(limit)]);
    }

    public Task<Delivery?> FindDeliveryAsync(TenantId tenant, string channel, string id, CancellationToken ct) =>
        Here(_deliveries.Where(one => one.Channel == channel).Select(one => one.Delivery).FirstOrDefault(delivery => delivery.Id == id));

    public Task<bool> RetryAsync(TenantId tenant, string channel, string id, DateTimeOffset now, CancellationToken ct)
    {
        var index = _deliveries.FindIndex(one => one.Channel == channel && one.Delivery.Id == id && one.Delivery.Status != DeliveryStatus.Delivered);
        if (index >= 0)
        {
            _deliveries[index] = (channel, _deliveries[index].Delivery with { Status = DeliveryStatus.Waiting, DueAt = now });
        }

        return Here(index >= 0);
    }

    public Task RecordAsync(TenantId tenant, string channel, Delivery delivery, CancellationToken ct)
    {
        Put(channel, delivery);
        return Here(true);
    }

    public Task<SendAnswer> SendAsync(Outgoing message, CancellationToken ct)
    {
        Sent.Add(message);
        return Task.FromResult(Answer);
    }

    public string HeadlineOf(Notification notification) => notification.Id;

    public string SentenceOf(Deployment deployment) => Words.Status(deployment.Status);

    public string LinkTo(Notification notification) => "/" + notification.Id;

    public string TestOf(Channel channel) => $"A test to {channel.Spec.Name}.";

    private Task<T> Here<T>(T answer) => IsAway ? Task.FromException<T>(new StoreUnavailableException("The database is away.", new TimeoutException())) : Task.FromResult(answer);
}
