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
/// After every story: each deployment that it made is folded in the way of replay, from what is stored, and in the way of the live pages, event by event. Both must agree after each event,
/// and with what the live states showed while the story ran. A story whose deployments are not among them fails.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class SameFoldAttribute : BeforeAfterTestAttribute
{
    private const string DeploymentStreams = "deployment";

    /// <summary>Stories in which nothing is deployed, and why.</summary>
    private static readonly Dictionary<string, string> s_without = new(StringComparer.Ordinal)
    {
        ["AuditStories.Orders_are_in_the_log_applied_or_not_and_the_command_checks_it_beside_the_product_and_after_it"] = "It is about the orders that declare a service.",
        ["ContainerStories.An_installation_without_container_engine_refuses_the_deployment_with_the_reason"] = "It is about a deployment that is refused before there is one.",
        ["TenantStories.A_place_at_the_gateway_that_another_tenant_has_is_refused_without_a_name"] = "It is about a declaration that is refused.",
    };

    private static readonly ConcurrentDictionary<string, Told> s_stories = [];
    private static readonly ConcurrentDictionary<(EngineHost Engine, string Tenant, string Service), bool> s_told = [];

    private static Told Story => s_stories.GetOrAdd(TestContext.Current.Test!.UniqueID, _ => new Told());

    /// <summary>From now on the story that runs has this shop, on an engine that it may share with others.</summary>
    public static void Include(EngineHost engine, ShopService shop)
    {
        s_told.TryAdd((engine, shop.Tenant.Value, shop.Name.Value), true);
        Story.Shops.Enqueue((engine, shop.Tenant, shop.Name.Value));
    }

    /// <summary>From now on the story that runs has all that this engine makes, however it comes to be.</summary>
    public static void IncludeAll(EngineHost engine) => Story.Engines.Enqueue(engine);

    /// <summary>For what an engine that is about to end has made.</summary>
    public static Task CompareAsync(EngineHost engine) =>
        TestContext.Current.Test?.UniqueID is { } test && s_stories.TryGetValue(test, out var told) ? CompareAsync(engine, told) : Task.CompletedTask;

    /// <summary>Everything in the database of a product that the story runs as a process of its own. What its live pages showed is not known here.</summary>
    public static Task CompareAsync(StoredStory stored) => CompareAsync(stored, (_, _) => true, Story);

    /// <summary>At the end of an engine that stories shared: nothing was made on it that no story told of.</summary>
    public static async Task RequireAllToldAsync(EngineHost engine)
    {
        var untold = new List<string>();
        await foreach (var stream in engine.Stored.Streams.ReadAsync(DeploymentStreams, CancellationToken.None))
        {
            if (DeploymentId.OfStream(stream.Stream) is { Service: { } service } && !s_told.ContainsKey((engine, stream.Tenant.Value, service.Value)))
            {
                untold.Add($"{stream.Tenant}/{stream.Stream}");
            }
        }

        Assert.Empty(untold);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        var isTold = s_stories.TryRemove(test.UniqueID, out var told);
        if (isTold)
        {
            // The framework offers nothing to wait in here; on a thread of the pool nothing waits for this one.
            foreach (var engine in told!.Shops.Select(shop => shop.Engine).Concat(told.Engines).Distinct().Where(engine => engine.IsRunning))
            {
                Task.Run(() => CompareAsync(engine, told)).GetAwaiter().GetResult();
            }

            Assert.Empty(told.Differences);
        }

        // One that failed or was skipped on its way may have made nothing yet.
        if (IsStory(methodUnderTest.DeclaringType!) && TestContext.Current.TestState?.Result is TestResult.Passed)
        {
            var story = $"{methodUnderTest.DeclaringType!.Name}.{methodUnderTest.Name}";
            Assert.True(told is { Compared: > 0 } != s_without.ContainsKey(story), $"{story}: {told?.Compared ?? 0} events were compared.");
        }
    }

    private static bool IsStory(Type type) => type.Namespace == typeof(SameFoldAttribute).Namespace && type.Name.EndsWith("Stories", StringComparison.Ordinal);

    private static Task CompareAsync(EngineHost engine, Told told)
    {
        var shops = told.Shops.Where(shop => ReferenceEquals(shop.Engine, engine)).Select(shop => (shop.Tenant, shop.Name)).ToHashSet();
        var isOwn = told.Engines.Contains(engine);
        return CompareAsync(engine.Stored, (tenant, id) => isOwn || (id.Service is { } service && shops.Contains((tenant, service.Value))), told);
    }

    private static async Task CompareAsync(StoredStory stored, Func<TenantId, DeploymentId, bool> isOfStory, Told told)
    {
        var ids = new List<(TenantId Tenant, DeploymentId Id)>();
        await foreach (var stream in stored.Streams.ReadAsync(DeploymentStreams, CancellationToken.None))
        {
            if (DeploymentId.OfStream(stream.Stream) is { } id && isOfStory(stream.Tenant, id))
            {
                ids.Add((stream.Tenant, id));
            }
        }

        foreach (var (tenant, id) in ids)
        {
            await CompareAsync(stored, tenant, id, told);
        }
    }

    private static async Task CompareAsync(StoredStory stored, TenantId tenant, DeploymentId id, Told told)
    {
        // A story that goes on in the engine may add an event between two readings: both ways get the same ones.
        var recorded = await stored.Events.ReadStreamAsync(tenant, id.Stream, 0, toVersion: null, CancellationToken.None);
        var replay = new FoldHistory<Deployment, DeploymentEvent>(Deployment.Evolve);
        foreach (var raw in await stored.Events.ReadRawAsync(tenant, id.Stream, 0, recorded.Count, CancellationToken.None))
        {
            var read = stored.Catalogue.TryRead(raw.Type, raw.Data, out var problem);
            replay.Append(new(raw.Version, raw.At, raw.Type, read as DeploymentEvent, problem));
        }

        foreach (var fault in replay.Faults)
        {
            told.Differences.Enqueue($"{id}: {fault}");
        }

        var live = new StateCache(stored.Events);
        live.Load(tenant, id.Stream, []);
        foreach (var one in recorded)
        {
            live.Include(one);
            var shown = await live.FindDeploymentAsync(tenant, id, CancellationToken.None);
            Compare(told, id, one, replay.At(replay.CountAt(one.Version)), shown!.Version == one.Version ? shown.State : null, "the live fold");
            if (stored.Seen?.TryGetValue((tenant.Value, id.Stream, one.Version), out var seen) is true)
            {
                Compare(told, id, one, replay.At(replay.CountAt(one.Version)), seen, "what was live");
            }
        }
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

        public ConcurrentQueue<EngineHost> Engines { get; } = [];

        public ConcurrentQueue<string> Differences { get; } = [];

        public int Compared { get; set; }
    }
}
