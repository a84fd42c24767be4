using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>A registry on the loopback that has the shop's image, under every tag as an image of its own, and lets nobody else in. It speaks as much of the distribution protocol as a pull takes.</summary>
internal sealed class PrivateRegistry : IAsyncDisposable
{
    private const string User = "puller";
    private const string Password = "open sesame 17";

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, byte[]> _manifests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly Podman _podman;
    private readonly int _port;
    private int _moves;

    private PrivateRegistry(Podman podman)
    {
        (_podman, _port) = (podman, podman.RegistryPort);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Image => Tagged(1);

    public string Tagged(int number) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}/shop:{number}");

    /// <summary>So many more layers are cut off half way.</summary>
    public int Breaks { get; set; }

    /// <summary>Layers wait for it.</summary>
    public Task Opened { get; set; } = Task.CompletedTask;

    public static async Task<PrivateRegistry> StartAsync(Podman podman)
    {
        await podman.StartedAsync();
        var registry = new PrivateRegistry(podman);
        await podman.DoAsync("save", "--quiet", "--format", "docker-dir", "--output", registry.Files, Podman.Shop);
        await registry._app.StartAsync(TestContext.Current.CancellationToken);
        return registry;
    }

    /// <summary>From now on the tag stands for another image; what it stood for is still there by its digest.</summary>
    public void Move(int number)
    {
        _moves++;
        _manifests.TryRemove(number.ToString(CultureInfo.InvariantCulture), out _);
    }

    /// <summary>From now on nobody gets anything for the tag; what it stood for is still there by its digest.</summary>
    public void Untag(int number) => _gone[number.ToString(CultureInfo.InvariantCulture)] = true;

    public async Task<RegistryLogin> LoginAsync(string? password = null)
    {
        var file = Path.Combine(_folder.Path, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(file, (password ?? Password) + "\n");
        return new() { Host = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}"), User = User, PasswordFile = file };
    }

    /// <summary>With what was fetched from it.</summary>
    public async ValueTask DisposeAsync()
    {
        var name = Image[..Image.LastIndexOf(':')];
        await _podman.DoAsync(["rmi", "--ignore", "--force", Image, .. _manifests.Keys.Select(reference => name + (reference.StartsWith("sha256:", StringComparison.Ordinal) ? "@" : ":") + reference)]);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private string Files => Path.Combine(_folder.Path, "image");

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")))
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"shop\"";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (path.StartsWith("/v2/shop/manifests/", StringComparison.Ordinal) && _gone.ContainsKey(path[(path.LastIndexOf('/') + 1)..]))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsJsonAsync(new { errors = new[] { new { code = "MANIFEST_UNKNOWN", message = "manifest unknown" } } });
        }
        else if (path.StartsWith("/v2/shop/manifests/", StringComparison.Ordinal))
        {
            var manifest = await ManifestAsync(path[(path.LastIndexOf('/') + 1)..]);
            context.Response.ContentType = JsonSerializer.Deserialize<JsonElement>(manifest).GetProperty("mediaType").GetString();
            context.Response.Headers["Docker-Content-Digest"] = DigestOf(manifest);
            await context.Response.Body.WriteAsync(manifest);
        }
        else if (path.StartsWith("/v2/shop/blobs/sha256:", StringComparison.Ordinal))
        {
            await SendAsync(context, await File.ReadAllBytesAsync(Path.Combine(Files, path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..])));
        }
    }

    /// <summary>By tag, or by the digest that was told for one.</summary>
    private async Task<byte[]> ManifestAsync(string reference)
    {
        if (_manifests.TryGetValue(reference, out var known))
        {
            return known;
        }

        var manifest = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(Files, "manifest.json")))!;
        var config = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(Files, manifest["config"]!["digest"]!.GetValue<string>()["sha256:".Length..])))!;
        config["author"] = string.Create(CultureInfo.InvariantCulture, $"{reference} {_moves}");
        var blob = Encoding.UTF8.GetBytes(config.ToJsonString());
        await File.WriteAllBytesAsync(Path.Combine(Files, DigestOf(blob)["sha256:".Length..]), blob);
        (manifest["config"]!["digest"], manifest["config"]!["size"]) = (DigestOf(blob), blob.Length);
        var made = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        return _manifests[DigestOf(made)] = _manifests[reference] = made;
    }

    private static string DigestOf(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    private async Task SendAsync(HttpContext context, byte[] layer)
    {
        context.Response.ContentLength = layer.Length;
        if (Breaks-- > 0)
        {
            await context.Response.Body.WriteAsync(layer.AsMemory(0, layer.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await Opened;
        await context.Response.Body.WriteAsync(layer);
    }
}
