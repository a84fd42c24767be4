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

    public Task<string?> ReadAsync(TenantId tenant, string person, string name, CancellationToken ct)
    {
        ThrowIf(IsDown || TellsNothing);
        return Task.FromResult(_texts.GetValueOrDefault((tenant, person, name)));
    }

    public Task WriteAsync(TenantId tenant, string person, string name, string? text, CancellationToken ct)
    {
        ThrowIf(IsDown || KeepsNothing);
        _ = text is null ? _texts.TryRemove((tenant, person, name), out _) : (_texts[(tenant, person, name)] = text) is not null;
        return Task.CompletedTask;
    }

    private static void ThrowIf(bool isAway)
    {
        if (isAway)
        {
            throw new StoreUnavailableException("The test has taken the database away.", new IOException());
        }
    }
}
