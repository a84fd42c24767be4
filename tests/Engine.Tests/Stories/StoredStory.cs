using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Stories;

/// <summary>What a story left in its store.</summary>
/// <param name="Seen">What a live page was given, by the version that it said; null where nobody looked.</param>
internal sealed record StoredStory(
    IEventStore Events, IStreamDirectory Streams, EventCatalogue Catalogue, IReadOnlyDictionary<(string Tenant, string Stream, long Version), Deployment>? Seen);
