using System.Net;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Api;

public sealed class ContainerServiceTests
{
    private const string Boxes = """
        { "name": "boxes", "environments": [ { "name": "production", "runtime": { "kind": "container", "require_digest": true }, "router": { "path_prefix": "/boxes" } } ] }
        """;

    private const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_service_of_containers_and_how_its_image_is_run_are_read_back()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", Boxes);
        await api.MustAsync("/api/services/boxes/releases", $$"""
            { "image": "registry.example/boxes:2{{Digest}}", "command": ["serve"], "replicas": 1,
              "container": { "port": 80, "user": "1000", "memory": "64MiB", "cpus": 0.5, "pull": "always", "ports": [ { "container": 9090 }, { "container": 9091, "host": 9000 } ] } }
            """);

        var runtime = (await api.GetAsync("/api/services/boxes")).Json.GetProperty("environments")[0].GetProperty("runtime");
        Assert.Equal("container", runtime.GetProperty("kind").GetString());
        Assert.True(runtime.GetProperty("require_digest").GetBoolean());
        var release = (await api.GetAsync("/api/services/boxes/releases/1")).Json;
        Assert.Equal("registry.example/boxes:2" + Digest, release.GetProperty("image").GetString());
        var container = release.GetProperty("container");
        Assert.Equal(80, container.GetProperty("port").GetInt32());
        Assert.Equal("1000", container.GetProperty("user").GetString());
        Assert.Equal("64MiB", container.GetProperty("memory").GetString());
        Assert.Equal(0.5m, container.GetProperty("cpus").GetDecimal());
        Assert.Equal("always", container.GetProperty("pull").GetString());
        Assert.Equal(9000, container.GetProperty("ports")[1].GetProperty("host").GetInt32());
    }

    [Fact]
    public async Task That_the_image_of_a_release_is_not_kept_any_more_is_said_and_warned_about()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", Boxes);
        await api.MustAsync("/api/services/boxes/releases", $$"""{ "image": "registry.example/boxes:1{{Digest}}" }""");
        await api.MustAsync("/api/services/boxes/releases", $$"""{ "image": "registry.example/boxes:2{{Digest}}" }""");
        var at = new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);
        await api.Sluice.AppendAsync(
            new(ApiHost.Tenant, at, [new(ServiceName.From("boxes").Stream, "service", 3, [new ServiceEvent.ImageGone("registry.example/boxes:1", [1]) { Origin = new(at, Actor.Engine) }])], null, null), ApiHost.Ct);

        Assert.Equal(at, (await api.GetAsync("/api/services/boxes/releases/1")).Json.GetProperty("image_gone_since").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, (await api.GetAsync("/api/services/boxes/releases/2")).Json.GetProperty("image_gone_since").ValueKind);
        var warnings = (await api.MustAsync("/api/deployments", """{ "service": "boxes", "release": 1, "auto_start": false }""")).Json.GetProperty("warnings").EnumerateArray();
        Assert.Contains(warnings, warning => warning.GetString()!.StartsWith("The image of release 1 is not kept any more (since 2026-01-05)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_mistake_in_an_image_and_how_it_is_run_comes_in_one_answer()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", Boxes);
        var answer = await api.PostAsync("/api/services/boxes/releases", """
            { "image": "Not An Image", "container": { "port": 0, "memory": "lots", "cpus": 0, "pull": "sometimes", "ports": [ { } ], "size": 1 } }
            """);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (answer.Status, answer.Problem));
        Assert.Equal(
            ["container.cpus", "container.memory", "container.port", "container.ports[0].container", "container.pull", "container.size", "image"],
            answer.Fields.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Volumes_labels_and_the_rest_are_read_back_and_checked()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", Boxes);
        await api.MustAsync("/api/services/boxes/releases", $$"""
            { "image": "boxes{{Digest}}", "container": { "memory": "64MiB", "memory_reservation": "32MiB", "labels": { "team": "payments" },
              "volumes": [ { "target": "/data", "source": "boxes" }, { "target": "/etc/boxes", "type": "bind", "source": "/srv/boxes", "read_only": true }, { "target": "/tmp", "type": "tmpfs" } ],
              "networks": [ "front" ], "cap_add": [ "NET_BIND_SERVICE" ], "cap_drop": [ "ALL" ], "ulimits": [ { "name": "nofile", "soft": 64 } ], "sysctls": { "net.core.somaxconn": "9" },
              "stop_signal": "SIGQUIT", "stop_grace": "1m" } }
            """);

        var container = (await api.GetAsync("/api/services/boxes/releases/1")).Json.GetProperty("container");
        Assert.Equal(["volume", "bind", "tmpfs"], container.GetProperty("volumes").EnumerateArray().Select(mount => mount.GetProperty("type").GetString()));
        Assert.True(container.GetProperty("volumes")[1].GetProperty("read_only").GetBoolean());
        Assert.Equal(64, container.GetProperty("ulimits")[0].GetProperty("hard").GetInt32());
        Assert.Equal(("payments", "9", "32MiB", "SIGQUIT", "1m"), (Text("labels", "team"), Text("sysctls", "net.core.somaxconn"), container.GetProperty("memory_reservation").GetString(), container.GetProperty("stop_signal").GetString(), container.GetProperty("stop_grace").GetString()));

        var answer = await api.PostAsync("/api/services/boxes/releases", $$"""
            { "image": "boxes{{Digest}}", "container": { "labels": { "sluice.owner": "me" }, "volumes": [ { "source": "x" }, { "target": "/x", "type": "cloud", "source": "y" }, { "target": "/", "source": "z" } ],
              "networks": [ "host" ], "ulimits": [ { "soft": "many" } ], "stop_grace": "1d" } }
            """);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(
            ["container.labels[0]", "container.networks[0]", "container.stop_grace", "container.ulimits[0].name", "container.ulimits[0].soft", "container.volumes[0].target", "container.volumes[1].type", "container.volumes[2].target"],
            answer.Fields.Distinct(StringComparer.Ordinal).Except(["container.ulimits[0]"]).Order(StringComparer.Ordinal));

        string? Text(string of, string name) => container.GetProperty(of).GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_tag_alone_is_refused_where_a_digest_is_required()
    {
        await using var api = await ApiHost.StartAsync();
        await api.MustAsync("/api/services", Boxes);
        var answer = await api.PostAsync("/api/services/boxes/releases", """{ "image": "registry.example/boxes:2" }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("digest", answer.Text, StringComparison.Ordinal);
    }
}
