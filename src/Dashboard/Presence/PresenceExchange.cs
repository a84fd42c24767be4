using System.Collections.Concurrent;
using System.Text.Json;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Presence;

/// <summary>Tells other nodes who looks at what on this one, and this one about them. What is not repeated is forgotten, so a node that dies leaves nobody behind.</summary>
internal sealed class PresenceExchange(PresenceBoard board, INodeChannel nodes, TimeProvider time) : IHostedService, IDisposable
{
    private const int MostTold = 25;
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_repeat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_forget = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<Sight, bool> _dirty = new();
    private IDisposable? _listening;
    private Coalescer? _coalescer;
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _coalescer = new(time, s_period, TellAsync);
        _listening = nodes.Listen(Hear);
        board.Watch(Tell);
        _timer = time.CreateTimer(_ => Repeat(), state: null, s_repeat, s_repeat);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _listening?.Dispose();
        _coalescer?.Dispose();
    }

    private void Tell(Sight page)
    {
        _dirty[page] = true;
        _coalescer!.Signal();
    }

    private void Repeat()
    {
        board.Forget(time.GetUtcNow() - s_forget);
        foreach (var page in board.Pages)
        {
            Tell(page);
        }
    }

    private Task TellAsync()
    {
        foreach (var page in _dirty.Keys)
        {
            _dirty.TryRemove(page, out _);
            var people = board.Here(page).Take(MostTold).Select(who => new Person(who.Name, who.Display, who.Asks)).ToList();
            nodes.Say(JsonSerializer.Serialize(new Word(page.Tenant.Value, page.Name, people)));
        }

        return Task.CompletedTask;
    }

    private void Hear(string node, string text)
    {
        if (Read(text) is not { Tenant: { } tenant, Deployment: { } deployment, People: { } people })
        {
            return;
        }

        var page = new Sight(new TenantId(tenant), deployment);
        var isNew = board.Hear(page, node, [.. people.Select(person => new Onlooker(person.Name, person.Display, person.Asks))], time.GetUtcNow());

        // Who has just come to a page cannot know who was there before.
        if (isNew && board.Here(page).Count > 0)
        {
            Tell(page);
        }
    }

    /// <summary>Null for what another version of the program says, and this one does not understand.</summary>
    private static Word? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Word>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Word(string Tenant, string Deployment, IReadOnlyList<Person> People);

    private sealed record Person(string Name, string Display, DeploymentAction? Asks);
}
