using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Replay;

/// <summary>A note as it stands.</summary>
/// <param name="Version">Of the event that says it.</param>
/// <param name="About">Null for one about the whole deployment.</param>
/// <param name="At">When it was written.</param>
/// <param name="Edits">How often it was rewritten; what it said before stays among the events.</param>
public sealed record Note(long Version, string Text, NoteAnchor? About, bool IsKeyMoment, DateTimeOffset At, Actor By, int Edits);

/// <summary>Folds the notes of a deployment: an edit takes the place of what it replaces.</summary>
public static class Notes
{
    /// <param name="events">Oldest first.</param>
    /// <returns>In the order in which they were first written.</returns>
    public static IReadOnlyList<Note> Of(IEnumerable<(long Version, DeploymentEvent Event)> events)
    {
        var notes = new List<Note>();
        foreach (var (version, e) in events)
        {
            if (e is not NoteAdded note)
            {
                continue;
            }

            var written = new Note(version, note.Text, note.About, note.IsKeyMoment, e.Origin.At, e.Origin.By, 0);
            var old = note.Replaces is { } replaced ? notes.FindIndex(one => one.Version == replaced) : -1;
            if (old >= 0)
            {
                notes[old] = written with { Edits = notes[old].Edits + 1 };
            }
            else
            {
                notes.Add(written);
            }
        }

        return notes;
    }
}
