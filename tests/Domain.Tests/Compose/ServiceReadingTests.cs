using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using static Sluice.Domain.Tests.Compose.ComposeFile;

namespace Sluice.Domain.Tests.Compose;

/// <summary>What of a service in a file becomes of a release.</summary>
public sealed class ServiceReadingTests
{
    [Fact]
    public void A_service_gets_the_name_of_its_application_and_a_host_of_its_own()
    {
        var reading = Read("name: demo\nservices:\n  My_Web.a: {image: example/web, ports: ['8080:80']}\n", ComposeAlong.Nothing);
        var service = Assert.Single(reading.Services);
        Assert.Equal(("demo", "demo-my-web-a", new RouterSpec(RouterKind.Gateway, "my-web-a.demo.localhost", "/")), (reading.Application, service.Name.Value, service.Router));
        Assert.Equal((80, null), (service.Release.Container!.Port, service.Release.Container.Ports));
        Assert.Equal("The gateway sends requests for my-web-a.demo.localhost/ to port 80. Port 8080 of the host is not opened.", reading.Of("services.My_Web.a.ports[0]").Sentence);
    }

    [Fact]
    public void Own_words_of_Sluice_say_name_address_port_and_health()
    {
        var service = TheService("ports: ['8080:80', '9090:9090']\nx-sluice: {service: front, host: shop.example, path_prefix: /a, port: 9090, health: /up}");
        Assert.Equal(("front", new RouterSpec(RouterKind.Gateway, "shop.example", "/a"), 9090, "/up"), (service.Name.Value, service.Router, service.Release.Container!.Port, service.Release.Readiness.HttpPath));
        Assert.Equal([new PublishedPort(80, 8080)], service.Release.Container.Ports!);
    }

    [Theory]
    [InlineData("ports: ['80']", 80, "")]
    [InlineData("ports: [80, 81]", 80, "81")]
    [InlineData("ports: ['8080:80', '9000:90/tcp', ':91']", 80, "9000:90 91")]
    [InlineData("ports: [{target: 80, published: '8080'}, {target: 90, published: 9000, protocol: tcp, mode: host}]", 80, "9000:90")]
    [InlineData("expose: ['3000', '4000/tcp']", 3000, "")]
    [InlineData("expose: [3000]\nports: ['8080:80']", 80, "")]
    public void The_first_port_is_routed_and_the_others_are_published_besides(string lines, int routed, string besides)
    {
        var container = TheService(lines).Release.Container!;
        Assert.Equal((routed, besides), (container.Port, string.Join(' ', container.Ports ?? [])));
    }

    [Theory]
    [InlineData("ports: ['127.0.0.1:8080:80']", "ports[0]", "It names an address")]
    [InlineData("ports: ['3000-3005']", "ports[0]", "It is a range")]
    [InlineData("ports: ['53:53/udp']", "ports[0]", "only TCP")]
    [InlineData("ports: ['0:80', '90:70000', 'x', '']", "ports[0] ports[1] ports[2] ports[3]", "expected a port from 1 to 65535")]
    [InlineData("ports: [{published: 80}]", "ports[0]", "It has no target")]
    [InlineData("ports: [{target: 80, host_ip: 127.0.0.1}]", "ports[0].host_ip", "Leave the address out")]
    [InlineData("ports: [{target: 80, protocol: udp}]", "ports[0].protocol", "expected tcp")]
    [InlineData("ports: '80'", "ports", "Found a text; expected a list")]
    [InlineData("ports: [80, '8081:81', '8082:81']", "ports", "each port once")]
    [InlineData("ports: [80, '81:81']\ndeploy: {replicas: 2}", "ports", "no fixed port of the host with several instances")]
    public void Ports_that_cannot_be_had_are_refused(string lines, string paths, string sentence)
    {
        var mistakes = Mistakes(lines);
        Assert.Equal(paths, string.Join(' ', mistakes.Select(one => one.Path)));
        Assert.Contains(sentence, mistakes[0].Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("environment: {A: 1, B: 'x=y', C: '', D: true}", "A=1 B=x=y C= D=true")]
    [InlineData("environment: ['A=1', 'B=x=y', 'C=', GIVEN, ABSENT]", "A=1 B=x=y C= GIVEN=g")]
    [InlineData("environment: {GIVEN: , ABSENT: }", "GIVEN=g")]
    [InlineData("environment: {x-given: '${GIVEN}'}", "x-given=g")]
    public void Variables_come_as_a_map_or_a_list(string lines, string expected) =>
        Assert.Equal(expected, string.Join(' ', TheService(lines, ("GIVEN", "g")).Release.Env.Select(one => $"{one.Name}={one.Value}")));

    [Theory]
    [InlineData("environment: ['A=1', 'A=2']", "environment[1]", "A stands here twice")]
    [InlineData("environment: ['=1']", "environment[0]", "has no name")]
    [InlineData("environment: {A: [1]}", "environment.A", "Found a list")]
    [InlineData("environment: word", "environment", "Found a text; expected a list")]
    public void Variables_that_make_no_sense_are_refused(string lines, string path, string sentence)
    {
        var (found, said) = Assert.Single(Mistakes(lines));
        Assert.Equal(path, found);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command: serve --name 'a b' \"c \\\" d\" e\\ f", "serve|--name|a b|c \" d|e f")]
    [InlineData("command: [serve, --port, '{port}']", "serve|--port|{port}")]
    [InlineData("command: ~", null)]
    [InlineData("entrypoint: [/bin/web]\ncommand: []", null)]
    public void A_command_is_a_line_or_a_list(string lines, string? expected) =>
        Assert.Equal(expected, TheService(lines + "\nexpose: [80]").Release.Command is { } command ? string.Join('|', command) : null);

    [Fact]
    public void An_entry_point_takes_the_place_of_the_images_own() =>
        Assert.Equal(["/bin/tini", "--"], TheService("entrypoint: /bin/tini --\nexpose: [80]").Release.Container!.Entrypoint!);

    [Fact]
    public void An_open_quote_is_refused() => Assert.Contains("never closed", Assert.Single(Mistakes("command: \"serve 'a\"\nexpose: [80]")).Sentence, StringComparison.Ordinal);

    [Fact]
    public void What_bounds_and_names_a_container_is_honoured()
    {
        var container = TheService("""
            user: '1000:1000'
            labels: {team: payments, empty: }
            cap_add: [NET_BIND_SERVICE]
            cap_drop: [ALL]
            sysctls: ['net.core.somaxconn=1024']
            ulimits: {nproc: 65, nofile: {soft: 10, hard: 20}}
            stop_signal: SIGQUIT
            stop_grace_period: 1m30s
            pull_policy: always
            mem_limit: 64m
            deploy: {replicas: 3, resources: {limits: {cpus: '0.5'}, reservations: {memory: 32MB, cpus: '0.1'}}}
            """).Release.Container!;
        Assert.Equal(("1000:1000", "SIGQUIT", TimeSpan.FromSeconds(90), PullPolicy.Always), (container.User, container.StopSignal, container.StopGrace, container.Pull));
        Assert.Equal((64L << 20, 32L << 20, 0.5m), (container.Memory, container.MemoryReservation, container.Cpus));
        Assert.Equal([new ContainerSetting("team", "payments"), new("empty", "")], container.Labels!);
        Assert.Equal([new ContainerLimit("nproc", 65, 65), new("nofile", 10, 20)], container.Ulimits!);
        Assert.Equal(("NET_BIND_SERVICE", "ALL", new ContainerSetting("net.core.somaxconn", "1024")), (Assert.Single(container.CapAdd!), Assert.Single(container.CapDrop!), Assert.Single(container.Sysctls!)));
    }

    [Theory]
    [InlineData("mem_limit: 5k", "mem_limit", "6MiB or more")]
    [InlineData("command: []", "command", "Leave the key away")]
    [InlineData("entrypoint: ''", "entrypoint", "Leave the key away")]
    [InlineData("mem_limit: lots", "mem_limit", "a size such as")]
    [InlineData("deploy: {resources: {limits: {memory: -1m}}}", "deploy.resources.limits.memory", "a size such as")]
    [InlineData("cpus: 0", "cpus", "0.01 to 1024")]
    [InlineData("cpus: 1\ndeploy: {resources: {limits: {cpus: 2}}}", "cpus", "deploy says something else")]
    [InlineData("scale: 0", "scale", "1 to 100")]
    [InlineData("deploy: {replicas: many}", "deploy.replicas", "a whole number")]
    [InlineData("deploy: {mode: global}", "deploy.mode", "expected replicated")]
    [InlineData("stop_grace_period: 11m", "stop_grace_period", "1s to 10m")]
    [InlineData("stop_signal: HUP", "stop_signal", "a signal such as SIGTERM")]
    [InlineData("pull_policy: daily", "pull_policy", "expected missing, if_not_present, always, never")]
    [InlineData("labels: {sluice.owner: me}", "labels", "does not begin with sluice.")]
    [InlineData("cap_drop: [nonsense]", "cap_drop", "a capability such as")]
    [InlineData("ulimits: {nofile: {soft: 2, hard: 1}}", "ulimits", "soft at most hard")]
    [InlineData("ulimits: {nofile: {}}", "ulimits.nofile", "neither soft nor hard")]
    [InlineData("ulimits: {nofile: {soft: 1, medium: 2}}", "ulimits.nofile.medium", "soft and hard alone")]
    [InlineData("sysctls: {nonsense: 1}", "sysctls", "a kernel parameter")]
    [InlineData("user: 'a b'", "user", "a name or number")]
    [InlineData("image2: x", "image2", "No key of Compose that Sluice knows")]
    [InlineData("privileged: true", "privileged", "Leave it out")]
    [InlineData("network_mode: host", "network_mode", "Leave it out")]
    [InlineData("env_file: .env", "env_file", "Give its lines as `environment`")]
    [InlineData("extends: {service: base}", "extends", "Write the service out")]
    [InlineData("deploy: {placement: {constraints: []}}", "deploy.placement", "There is one host")]
    [InlineData("deploy: {update_config: {failure_action: continue}}", "deploy.update_config.failure_action", "Write rollback")]
    [InlineData("deploy: {update_config: {max_failure_ratio: 0.1}}", "deploy.update_config.max_failure_ratio", "Write 0")]
    [InlineData("deploy: {update_config: {order: both}}", "deploy.update_config.order", "expected start-first, stop-first")]
    [InlineData("x-sluice: {colour: red}", "x-sluice.colour", "No key of Compose that Sluice knows")]
    [InlineData("x-sluice: {service: Not A Name}", "x-sluice.service", "cannot be the name of a service")]
    public void What_cannot_be_had_is_refused_where_it_stands(string lines, string path, string sentence)
    {
        var mistake = Assert.Single(Mistakes(lines + "\nexpose: [80]"), one => one.Path == path);
        Assert.Contains(sentence, mistake.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void How_instances_are_replaced_comes_from_update_config()
    {
        var terms = TheService("expose: [80]\ndeploy: {replicas: 4, update_config: {parallelism: 2, delay: 10s, monitor: 7s, order: stop-first, failure_action: rollback, max_failure_ratio: 0}}").Terms;
        Assert.Equal(new RolloutTerms { Parallelism = 2, Delay = TimeSpan.FromSeconds(10), Monitor = TimeSpan.FromSeconds(7), Order = UpdateOrder.StopFirst }, terms);
        Assert.Equal(4, TheService("expose: [80]\ndeploy: {replicas: 4, update_config: {parallelism: 0}}").Terms.Parallelism);
        Assert.Equal(new RolloutTerms(), TheService("expose: [80]").Terms);
    }

    [Theory]
    [InlineData("healthcheck: {test: [CMD, curl, -f, 'http://localhost']}", "curl -f http://localhost")]
    [InlineData("healthcheck: {test: [CMD-SHELL, 'a || b']}", "/bin/sh -c a || b")]
    [InlineData("healthcheck: {test: a || b}", "/bin/sh -c a || b")]
    public void A_health_check_is_a_command_with_Dockers_own_times(string lines, string command)
    {
        var readiness = TheService(lines).Release.Readiness;
        Assert.Equal(command, string.Join(' ', readiness.Command!));
        var half = TimeSpan.FromSeconds(30);
        Assert.Equal((half, half, 3, null, TimeSpan.FromSeconds(185)), (readiness.Interval, readiness.ProbeTimeout, readiness.Retries, readiness.StartPeriod, readiness.Timeout));
    }

    [Fact]
    public void Its_times_are_those_of_the_file()
    {
        var readiness = TheService("healthcheck: {test: a, interval: 2s, timeout: 500ms, retries: 2, start_period: 10s, start_interval: 1s}").Release.Readiness;
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500), 2, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)), (readiness.Interval, readiness.ProbeTimeout, readiness.Retries, readiness.StartPeriod, readiness.Timeout));
    }

    [Theory]
    [InlineData("healthcheck: {test: NONE}", false)]
    [InlineData("healthcheck: {test: [NONE]}\nexpose: [80]", true)]
    [InlineData("healthcheck: {test: [CMD, a], disable: true}", true)]
    [InlineData("", true)]
    [InlineData("expose: [80]", false)]
    [InlineData("healthcheck: {test: [CMD, a]}", false)]
    public void Without_a_check_and_a_port_nobody_asks_and_that_is_told(string lines, bool isUnasked)
    {
        var reading = Read($"services:\n  web:\n    image: a\n    {lines.Replace("\n", "\n    ", StringComparison.Ordinal)}\n");
        Assert.Equal(isUnasked, reading.Services[0].Terms.SkipHealth);
        Assert.Equal(isUnasked, reading.Warnings.Any(warning => warning.Sentence.StartsWith("Nobody asks web", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("healthcheck: {test: [curl]}", "healthcheck.test")]
    [InlineData("healthcheck: {test: [CMD]}", "healthcheck.test")]
    [InlineData("healthcheck: {test: [CMD-SHELL, a, b]}", "healthcheck.test")]
    [InlineData("healthcheck: {test: [CMD, a], interval: soon}", "healthcheck.interval")]
    [InlineData("healthcheck: {test: [CMD, a], interval: 10ms}", "healthcheck")]
    [InlineData("healthcheck: {test: [CMD, a], retries: 0}", "healthcheck")]
    [InlineData("healthcheck: {test: [CMD, a], timeout: 2m}", "healthcheck")]
    [InlineData("healthcheck: {test: [CMD, a], disable: maybe}", "healthcheck.disable")]
    public void A_health_check_that_cannot_be_asked_is_refused(string lines, string path) => Assert.Contains(path, Mistakes(lines + "\nexpose: [80]").Select(one => one.Path));
}
