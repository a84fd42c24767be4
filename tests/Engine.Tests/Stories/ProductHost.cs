using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain.Events;
using Sluice.Engine.Store;
using Sluice.Engine.Store.Embedded;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Stories;

/// <summary>The product itself as a process, with its embedded database, spoken to by its API. Ends everything that it left behind.</summary>
internal sealed class ProductHost : IAsyncDisposable
{
    private const string Token = "a-token-for-stories-only";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly string _urls = $"http://127.0.0.1:{Programs.FreePort()}";
    private Process? _process;

    public ProductHost()
    {
        _http.BaseAddress = new Uri(_urls);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public Uri Gateway { get; } = new($"http://127.0.0.1:{Programs.FreePort()}");

    /// <summary>The data folder.</summary>
    public string Data => _folder.Path;

    private string Log => Path.Combine(_folder.Path, "product.log");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Returns when it is ready.</summary>
    public async Task StartAsync()
    {
        // Through a shell, so that it writes to a file that outlives it, as under a service manager.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", Log, Programs.Dashboard,
            "--urls", _urls, "--Data:Directory", _folder.Path, "--Gateway:Urls", Gateway.OriginalString, "--Access:BootstrapToken", Token]);

        // Settings that other tests put into this process are not for the product.
        foreach (var setting in start.Environment.Keys.Where(name => name.Contains("__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(setting);
        }

        _process = Process.Start(start)!;
        try
        {
            await Eventually.Get(IsReadyAsync, ready => ready, "the product is ready", s_patience);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{ex.Message}\n{await File.ReadAllTextAsync(Log, Ct)}", ex);
        }
    }

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
        }
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    public Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path, Ct);

    public async Task<JsonElement> UntilAsync(string deployment, Func<JsonElement, bool> met, string what)
    {
        try
        {
            return await Eventually.Get(() => GetAsync($"/api/deployments/{deployment}"), met, $"{deployment} {what}", s_patience);
        }
        catch (TimeoutException ex)
        {
            throw new TimeoutException($"{ex.Message}\n{await File.ReadAllTextAsync(Log, Ct)}", ex);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await CompareAsync();
        }
        finally
        {
            await EndAsync();
        }
    }

    private async Task EndAsync()
    {
        await KillAsync();
        var table = new LinuxProcessTable();
        Programs.EndAll(() => table.WithVariable("SLUICE_SERVICE", ProductStories.Service).Select(process => process.Pid));
        Programs.EndAll(() => Programs.WithArgument(Path.Combine(_folder.Path, "gateway")));
        Programs.EndAll(() => Programs.WithArgument(Path.Combine(_folder.Path, "postgres", "cluster")));
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>What it stored, read beside it while it runs.</summary>
    private async Task CompareAsync()
    {
        if (_process is { HasExited: false } && EmbeddedPostgres.FindRunning(_folder.Path) is { } connectionString)
        {
            await using var database = StoreDataSource.Create(connectionString, new StoreOptions().Schema);
            var catalogue = EventCatalogue.Scan([typeof(DomainEvent).Assembly]);
            await using var events = new PostgresEventStore(database, catalogue, TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
            await SameFoldAttribute.CompareAsync(new StoredStory(events, new StreamDirectory(database, catalogue), catalogue, Seen: null));
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("/health/ready", Ct);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
