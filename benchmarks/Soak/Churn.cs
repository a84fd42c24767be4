using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.Soak;

/// <summary>The load: people's notes, pauses and resumes at a steady rate, and one service after another whose deployment is aborted and followed by the next.</summary>
internal sealed class Churn(SluiceApi api, Fleet fleet, Consoles consoles, int services)
{
    public const int EventsPerSecond = 2;
    private readonly string?[] _current = new string?[services + 1];

    public static TimeSpan Change { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Of each service.</summary>
    public IReadOnlyList<string> Current => [.. _current.OfType<string>()];

    public int Deployments { get; private set; }

    public int Events { get; private set; }

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            for (var service = 1; service <= services; service++)
            {
                await NextAsync(service, ct);
            }

            for (var round = 0; ; round++)
            {
                await SpeakAsync(ct);
                await NextAsync(1 + (round % services), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private async Task NextAsync(int service, CancellationToken ct)
    {
        if (_current[service] is { } old)
        {
            await api.PostAsync($"/api/deployments/{old}/abort", new { reason = "the next one" }, ct);
            await api.UntilAsync(old, view => view.GetProperty("status").GetString() == "aborted", ct);
        }

        _current[service] = await fleet.StartAsync(service, share: 10, ct);
        Deployments++;
        await consoles.FollowAsync(service, _current[service]!);
    }

    private async Task SpeakAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / EventsPerSecond), TimeProvider.System);
        for (var i = 0; i < Change.TotalSeconds * EventsPerSecond; i++)
        {
            await timer.WaitForNextTickAsync(ct);
            await SpeakAsync(_current[1 + (i % services)]!, isNote: i / services % 3 == 0, ct);
            Events++;
        }
    }

    private async Task SpeakAsync(string id, bool isNote, CancellationToken ct)
    {
        if (isNote)
        {
            await api.PostAsync($"/api/deployments/{id}/note", new { text = "Looked at it." }, ct);
            return;
        }

        var view = await api.GetAsync($"/api/deployments/{id}", ct);
        await (view.GetProperty("status").GetString() == "paused"
            ? api.PostAsync($"/api/deployments/{id}/resume", new { expected_version = view.GetProperty("version").GetInt64() }, ct)
            : api.PostAsync($"/api/deployments/{id}/pause", new { reason = "to look closer" }, ct));
    }
}
