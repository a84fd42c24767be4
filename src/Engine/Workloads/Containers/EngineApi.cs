using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>The calls that are used, by name.</summary>
internal sealed class EngineApi(EngineClient client, TimeProvider time)
{
    // More than anybody who runs a command waits for.
    private const int MostOutput = 64 * 1024;

    private static readonly TimeSpan s_execution = TimeSpan.FromMinutes(5);

    /// <summary>To look through all images, or to take one away, takes an engine with many of them a while.</summary>
    private static readonly TimeSpan s_images = TimeSpan.FromMinutes(2);

    /// <summary>Containers with all of these labels, running or not.</summary>
    public Task<IReadOnlyList<ContainerItem>> ListAsync(IEnumerable<KeyValuePair<string, string>> labels, CancellationToken ct)
    {
        var filters = JsonSerializer.Serialize(new { label = labels.Select(label => $"{label.Key}={label.Value}") });
        return client.GetAsync<IReadOnlyList<ContainerItem>>($"containers/json?all=true&filters={Uri.EscapeDataString(filters)}", ct);
    }

    /// <summary>Everybody's, running or not.</summary>
    public Task<IReadOnlyList<ContainerItem>> ListAllAsync(CancellationToken ct) => client.GetAsync<IReadOnlyList<ContainerItem>>("containers/json?all=true", ct);

    /// <summary>Null when there is none.</summary>
    public async Task<ContainerDetail?> FindAsync(string idOrName, CancellationToken ct) =>
        await FoundAsync(client.GetAsync<ContainerDetail>($"containers/{idOrName}/json", ct));

    /// <summary>Null when the engine does not have it.</summary>
    public async Task<ImageDetail?> FindImageAsync(string reference, CancellationToken ct) =>
        await FoundAsync(client.GetAsync<ImageDetail>($"images/{Uri.EscapeDataString(reference)}/json", ct));

    /// <exception cref="RuntimeException">Transient; that it takes long says nothing about whether the engine is well.</exception>
    public Task<IReadOnlyList<ImageItem>> ListImagesAsync(CancellationToken ct) => UnhurriedAsync<IReadOnlyList<ImageItem>>(
        HttpMethod.Get, "images/json", async (response, late) => EngineClient.Parse<IReadOnlyList<ImageItem>>(await response.Content.ReadAsStringAsync(late)) ?? [], ct);

    /// <summary>Takes the name away, and what has no other name and no container with it.</summary>
    /// <exception cref="EngineException">It is used.</exception>
    public Task RemoveImageAsync(string reference, CancellationToken ct) => GoneIsFineAsync(
        UnhurriedAsync(HttpMethod.Delete, $"images/{Uri.EscapeDataString(reference)}", (_, _) => Task.FromResult(true), ct));

    public async Task<string> CreateAsync(string name, CreateBody body, CancellationToken ct) =>
        (await client.PostAsync<CreatedContainer>($"containers/create?name={name}", body, ct)).Id;

    public Task StartAsync(string id, CancellationToken ct) => client.SendAsync(HttpMethod.Post, $"containers/{id}/start", ct);

    /// <summary>The engine asks, waits up to the grace, kills, and answers when it is over; it goes on doing so when nobody waits for the answer any more.</summary>
    public Task StopAsync(string id, TimeSpan grace, CancellationToken ct) =>
        GoneIsFineAsync(client.SendAsync(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"containers/{id}/stop?t={Math.Ceiling(grace.TotalSeconds)}"), ct, grace));

    /// <summary>A command to run in a container that runs.</summary>
    public async Task<string> CreateExecAsync(string id, IReadOnlyList<string> command, CancellationToken ct) =>
        (await client.PostAtOnceAsync<CreatedContainer>($"containers/{id}/exec", new ExecBody(command, AttachStdout: true, AttachStderr: true), ct)).Id;

    /// <summary>Runs it and waits for its end; the caller says how long.</summary>
    /// <returns>What it wrote last.</returns>
    public Task<IReadOnlyList<string>> StartExecAsync(string exec, CancellationToken ct) => client.SendAsync<IReadOnlyList<string>>(
        HttpMethod.Post, $"exec/{exec}/start", new ExecStart(Detach: false, Tty: false), s_execution, async (response, late) => LogFrames.Read(await BeginningAsync(response.Content, late), 1), ct);

    /// <summary>Reads to the end, and keeps only so much of it: a command may write without end.</summary>
    private static async Task<byte[]> BeginningAsync(HttpContent content, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        var (beginning, rest, kept) = (new byte[MostOutput], new byte[4096], 0);
        while (await stream.ReadAsync(kept < MostOutput ? beginning.AsMemory(kept) : rest, ct) is var read and > 0)
        {
            kept = Math.Min(MostOutput, kept + read);
        }

        return beginning[..kept];
    }

    /// <summary>Null when the engine has forgotten it.</summary>
    public async Task<ExecDetail?> FindExecAsync(string exec, CancellationToken ct) => await FoundAsync(client.GetAsync<ExecDetail>($"exec/{exec}/json", ct));

    public Task RenameAsync(string id, string name, CancellationToken ct) => GoneIsFineAsync(client.SendAsync(HttpMethod.Post, $"containers/{id}/rename?name={name}", ct));

    /// <summary>With its anonymous volumes.</summary>
    public Task RemoveAsync(string id, CancellationToken ct) => GoneIsFineAsync(client.SendAsync(HttpMethod.Delete, $"containers/{id}?v=true&force=true", ct));

    /// <summary>What it wrote last to both outputs, oldest first; empty when it is gone.</summary>
    public async Task<IReadOnlyList<string>> ReadLinesAsync(string id, int lines, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"containers/{id}/logs?stdout=true&stderr=true&tail={lines}");
        try
        {
            return LogFrames.Read(await client.GetBytesAsync(path, ct), lines);
        }
        catch (EngineException ex) when (ex.Status == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    /// <summary>Fetches an image. The answer is a stream; an error comes in its midst.</summary>
    /// <param name="login">As whom; null: as the engine itself would.</param>
    /// <exception cref="EngineException">The registry refused or was not reached, in the engine's words.</exception>
    public Task PullAsync(string reference, string? login, TimeSpan patience, Action<PullLine> told, CancellationToken ct) =>
        client.SendAsync(
            HttpMethod.Post,
            $"images/create?fromImage={Uri.EscapeDataString(reference)}",
            body: null,
            patience,
            async (response, late) =>
            {
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(late));
                while (await reader.ReadLineAsync(late) is { } text)
                {
                    if (text.Length > 0 && EngineClient.Parse<PullLine>(text) is { } line)
                    {
                        told(line);
                        if (line.Error is { } error)
                        {
                            throw new EngineException(HttpStatusCode.BadGateway, error);
                        }
                    }
                }

                return true;
            },
            ct,
            login is null ? null : (RegistryLogins.Header, login));

    private async Task<T> UnhurriedAsync<T>(HttpMethod method, string path, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(s_images, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            // The connection's own patience is longer: to run out of it would mean that the engine is lost.
            return await client.SendAsync(method, path, body: null, s_images * 2, read, either.Token);
        }
        catch (OperationCanceledException ex) when (!ct.IsCancellationRequested)
        {
            throw new RuntimeException(FormattableString.Invariant($"The container engine has not answered about its images within {s_images.TotalMinutes:0} min; this is tried again."), isTransient: true, ex);
        }
    }

    private static async Task<T?> FoundAsync<T>(Task<T> asked)
        where T : class
    {
        try
        {
            return await asked;
        }
        catch (EngineException ex) when (ex.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static async Task GoneIsFineAsync(Task asked)
    {
        try
        {
            await asked;
        }
        catch (EngineException ex) when (ex.IsGone)
        {
            // As it should be.
        }
    }
}
