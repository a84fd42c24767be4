using System.Collections.Concurrent;
using Sluice.Domain;
using Sluice.Engine.Preferences;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Preferences that live as long as the test.</summary>
internal sealed class InMemoryPreferences : IPreferenceStore
{
    private readonly ConcurrentDictionary<(TenantId, string, string), string> _texts = new();

    public bool IsDown { get; set; }

    /// <summary>Reading works, writing does not.</summary>
    public bool KeepsNothing { get; set; }

    /// <summary>Writing works, reading does not.</summary>
    public bool TellsNothing { get; set; }

    /// <summary>How long an answer with what was kept is on its way, by name.</summary>
    public Func<string, Task> Reading { get; set; } = _ => Task.CompletedTask;

    /// <summary>How long it takes to keep something, by name.</summary>
    public Func<string, Task> Keeping { get; set; } = _ => Task.CompletedTask;

    public async Task<string?> ReadAsync(TenantId tenant, string person, string name, CancellationToken ct)
    {
        ThrowIf(IsDown || TellsNothing);
        var kept = _texts.GetValueOrDefault((tenant, person, name));
        await Reading(name).WaitAsync(ct);
        return kept;
    }

    public async Task WriteAsync(TenantId tenant, string person, string name, string? text, CancellationToken ct)
    {
        ThrowIf(IsDown || KeepsNothing);
        await Keeping(name).WaitAsync(ct);
        _ = text is null ? _texts.TryRemove((tenant, person, name), out _) : (_texts[(tenant, person, name)] = text) is not null;
    }

    private static void ThrowIf(bool isAway)
    {
        if (isAway)
        {
            throw new StoreUnavailableException("The test has taken the database away.", new IOException());
        }
    }
}
