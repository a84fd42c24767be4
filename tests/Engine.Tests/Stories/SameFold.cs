using System.Collections.Concurrent;
using System.Reflection;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using Xunit.v3;

[assembly: Sluice.Engine.Tests.Stories.SameFold]

namespace Sluice.Engine.Tests.Stories;

/// <summary>
/// After every story: each deployment of it is folded in the way of replay, from what is stored, and in the way of the live pages, event by event. Both must agree after each event,
/// and with what the live states showed while the story ran.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class SameFoldAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, Told> s_stories = [];

    /// <summary>From now on the story that runs has this shop.</summary>
    public static void Include(EngineHost engine, ShopService shop) =>
        s_stories.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => new Told()).Shops.Enqueue((engine, shop.Tenant, shop.Name.Value));

    /// <summary>For the shops of an engine that is about to end.</summary>
    public static Task CompareAsync(EngineHost engine) =>
        TestContext.Current.Test?.UniqueID is { } test && s_stories.TryGetValue(test, out var told) ? CompareAsync(engine, told) : Task.CompletedTask;

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (s_stories.TryRemove(test.UniqueID, out var told))
        {
            // The framework offers nothing to wait in here; on a thread of the pool nothing waits for this one.
            foreach (var engine in told.Shops.Select(shop => shop.Engine).Distinct().Where(engine => engine.IsRunning))
            {
                Task.Run(() => CompareAsync(engine, told)).GetAwaiter().GetResult();
            }

            Assert.Empty(told.Differences);
            Assert.True(told.Deployments.IsEmpty || told.Compared > 0, "Deployments without a single event that was compared.");
        }
    }

    private static async Task CompareAsync(EngineHost engine, Told told)
    {
        foreach (var (_, tenant, name) in told.Shops.Where(shop => ReferenceEquals(shop.Engine, engine)).ToList())
        {
            for (var number = 1; await CompareAsync(engine, tenant, new($"{name}-{number}"), told); number++)
            {
            }
        }
    }

    /// <returns>Whether there is such a deployment.</returns>
    private static async Task<bool> CompareAsync(EngineHost engine, TenantId tenant, DeploymentId id, Told told)
    {
        // A story that goes on in the engine may add an event between two readings: both ways get the same ones.
        var recorded = await engine.Store.ReadStreamAsync(tenant, id.Stream, 0, toVersion: null, CancellationToken.None);
        if (recorded.Count == 0)
        {
            return false;
        }

        told.Deployments.Enqueue(id);
        var replay = new FoldHistory<Deployment, DeploymentEvent>(Deployment.Evolve);
        foreach (var raw in await engine.Store.ReadRawAsync(tenant, id.Stream, 0, recorded.Count, CancellationToken.None))
        {
            var read = engine.Catalogue.TryRead(raw.Type, raw.Data, out var problem);
            replay.Append(new(raw.Version, raw.At, raw.Type, read as DeploymentEvent, problem));
        }

        foreach (var fault in replay.Faults)
        {
            told.Differences.Enqueue($"{id}: {fault}");
        }

        var live = new StateCache(engine.Store);
        live.Load(tenant, id.Stream, []);
        foreach (var one in recorded)
        {
            live.Include(one);
            var shown = await live.FindDeploymentAsync(tenant, id, CancellationToken.None);
            Compare(told, id, one, replay.At(replay.CountAt(one.Version)), shown!.Version == one.Version ? shown.State : null, "the live fold");
            if (engine.Witness.Seen.TryGetValue((tenant.Value, id.Stream, one.Version), out var seen))
            {
                Compare(told, id, one, replay.At(replay.CountAt(one.Version)), seen, "what was live");
            }
        }

        return true;
    }

    private static void Compare(Told told, DeploymentId id, Recorded at, Deployment? replayed, Deployment? live, string what)
    {
        told.Compared++;
        if (!Equals(replayed, live))
        {
            var fields = StateDiff.Between(replayed, live).Select(field => $"{field.Path}: {field.Before} / {field.After}");
            told.Differences.Enqueue($"{id} after event {at.Version}, {at.Event.GetType().Name}: replay and {what} differ in {string.Join(", ", fields)}");
        }
    }

    private sealed class Told
    {
        public ConcurrentQueue<(EngineHost Engine, TenantId Tenant, string Name)> Shops { get; } = [];

        public ConcurrentQueue<DeploymentId> Deployments { get; } = [];

        public ConcurrentQueue<string> Differences { get; } = [];

        public int Compared { get; set; }
    }
}
