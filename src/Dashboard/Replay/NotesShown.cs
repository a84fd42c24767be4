using Sluice.Domain;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>The notes to be read at an instant. Equal from one step to the next unless one comes or goes.</summary>
/// <param name="Latest">The last of them: more would be more elements than a page can hold.</param>
/// <param name="Count">How many there are in all.</param>
public sealed record NotesShown(ReplayRecord Record, ValueList<Note> Latest, int Count, bool MayWrite);
