using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Engine.Projections;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Notes that name somebody, folded anew each time somebody asks for them.</summary>
internal sealed partial class InMemorySluice : IMentionQueries
{
    public Task<IReadOnlyList<MentionRow>> LatestAsync(TenantId tenant, string name, int most, CancellationToken ct)
    {
        lock (_lock)
        {
            RequireStore();
            var rows = new List<MentionRow>();
            foreach (var recorded in _all.Where(e => e.Tenant == tenant && e.Event is NoteAdded))
            {
                var (id, note) = (DeploymentId.OfStream(recorded.Stream)!.Value, (NoteAdded)recorded.Event);
                rows.RemoveAll(row => row.Deployment == id && row.Version == note.Replaces);
                if (Mentions.In(note.Text).Contains(name.ToLowerInvariant()))
                {
                    rows.Insert(0, new(id, recorded.Version, note.Origin.At, note.Origin.By.Name, note.Text));
                }
            }

            return Task.FromResult<IReadOnlyList<MentionRow>>([.. rows.Take(most)]);
        }
    }
}
