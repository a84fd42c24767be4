using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Domain.Services;
using static Sluice.Domain.Tests.Compose.ComposeFile;

namespace Sluice.Domain.Tests.Compose;

/// <summary>What concerns the file as a whole: volumes, networks, what waits for what, what takes part.</summary>
public sealed class FileReadingTests
{
    private const string Volumes = "volumes: {data: , named: {name: store}, kept: {external: true}, unused: }\n";

    [Theory]
    [InlineData("'data:/a'", "shop_data:/a")]
    [InlineData("'data:/a:ro', 'named:/b:rw', 'kept:/c'", "shop_data:/a:ro store:/b kept:/c")]
    [InlineData("'/srv/a:/a:ro'", "/srv/a:/a:ro")]
    [InlineData("{type: volume, source: data, target: /a, read_only: true}", "shop_data:/a:ro")]
    [InlineData("{type: bind, source: /srv/a, target: /a}, {type: tmpfs, target: /b}", "/srv/a:/a tmpfs:/b")]
    public void Mounts_are_volumes_folders_and_memory(string mounts, string expected) =>
        Assert.Equal(expected, string.Join(' ', With(Volumes, $"volumes: [{mounts}]").Services[0].Release.Container!.Volumes!));

    [Theory]
    [InlineData("tmpfs: /tmp", "tmpfs:/tmp")]
    [InlineData("tmpfs: [/tmp, /run]", "tmpfs:/tmp tmpfs:/run")]
    public void Memory_has_a_key_of_its_own(string lines, string expected) => Assert.Equal(expected, string.Join(' ', With("", lines).Services[0].Release.Container!.Volumes!));

    [Theory]
    [InlineData("'/a'", "volumes[0]", "a volume without a name")]
    [InlineData("'./a:/a'", "volumes[0]", "relative to the file")]
    [InlineData("'~/a:/a'", "volumes[0]", "relative to the file")]
    [InlineData("'absent:/a'", "volumes[0]", "There is no volume \"absent\"")]
    [InlineData("'data:/a:z'", "volumes[0]", "The option \"z\"")]
    [InlineData("'data:/a:ro:x'", "volumes[0]", "expected source:target")]
    [InlineData("'data:a'", "volumes[0]", "an absolute path in the container")]
    [InlineData("'data:/a', 'named:/a'", "volumes[1]", "each path once")]
    [InlineData("{type: volume, target: /a}", "volumes[0]", "It has no source")]
    [InlineData("{type: npipe, source: a, target: /a}", "volumes[0].type", "expected volume, bind, tmpfs")]
    [InlineData("{source: data, target: /a}", "volumes[0]", "a type and a target")]
    [InlineData("{type: bind, source: /a, target: /a, bind: {propagation: shared}}", "volumes[0].bind", "without options")]
    [InlineData("{type: tmpfs, target: /a, tmpfs: {size: 5}}", "volumes[0].tmpfs", "Leave the size out")]
    [InlineData("[x]", "volumes[0]", "Found a list")]
    public void Mounts_that_cannot_be_had_are_refused_where_they_stand(string mounts, string path, string sentence) =>
        Assert.Contains(With(Volumes, $"volumes: [{mounts}]").Refused(), one => one.Path == "services.web." + path && one.Sentence.Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public void Volumes_that_are_mounted_are_named_as_Compose_names_them() =>
        Assert.Equal(["shop_data", "kept"], With(Volumes, "volumes: ['kept:/k', 'data:/a']").Volumes);

    [Fact]
    public void Networks_must_be_the_engines_own()
    {
        var reading = With("networks: {front: {external: true}, back: {external: true, name: shared}}\n", "networks: {front: , back: {priority: 1}}");
        Assert.Empty(reading.Refused());
        Assert.Equal(["front", "shared"], reading.Services[0].Release.Container!.Networks!);
        Assert.Equal(["shared"], With("networks: {default: {external: true, name: shared}}\n", "user: a").Services[0].Release.Container!.Networks!);
        Assert.Null(With("", "networks: [default]").Services[0].Release.Container!.Networks);
    }

    [Theory]
    [InlineData("networks: {back: }\n", "networks: [back]", "networks.back", "Make shop_back once with the engine")]
    [InlineData("networks: {back: {external: true, driver: overlay}}\n", "networks: [back]", "networks.back.driver", "Sluice makes no networks")]
    [InlineData("", "networks: [back]", "services.web.networks[0]", "There is no network \"back\"")]
    [InlineData("networks: {back: {external: true}}\n", "networks: {back: {aliases: [db]}}", "services.web.networks.back.aliases", "no other names")]
    [InlineData("secrets: {a: {file: b}}\n", "user: a", "secrets", "Give the values as `environment`")]
    [InlineData("volumes: {a: {driver: nfs}}\n", "user: a", "volumes.a.driver", "expected local")]
    [InlineData("include: [a.yaml]\n", "user: a", "include", "Send one file")]
    [InlineData("service: {}\n", "user: a", "service", "No key of Compose that Sluice knows")]
    public void What_Sluice_does_not_make_is_refused_with_what_to_do(string top, string lines, string path, string sentence) =>
        Assert.Contains(With(top, lines).Refused(), one => one.Path == path && one.Sentence.Contains(sentence, StringComparison.Ordinal));

    [Fact]
    public void Services_wait_for_each_other_in_two_spellings()
    {
        var services = Read("""
            services:
              web: {image: a, expose: [80], depends_on: [db, cache]}
              db: {image: a, expose: [80], depends_on: {cache: {condition: service_healthy, restart: true}, absent: {condition: service_started, required: false}}}
              cache: {image: a, expose: [80]}
            """).Services;
        Assert.Equal([("db", DependencyCondition.ServiceStarted), ("cache", DependencyCondition.ServiceStarted)], services[0].After.Select(on => (on.Key, on.Condition)));
        Assert.Equal([("cache", DependencyCondition.ServiceHealthy)], services[1].After.Select(on => (on.Key, on.Condition)));
    }

    [Theory]
    [InlineData("web: {image: a, depends_on: [nobody]}", "services.web.depends_on[0]", "There is no service \"nobody\"")]
    [InlineData("web: {image: a, depends_on: {db: {condition: service_completed_successfully}}}\n  db: {image: a}", "services.web.depends_on.db.condition", "nothing completes")]
    [InlineData("web: {image: a, depends_on: {db: {condition: service_healthy}}}\n  db: {image: a}", "services.web.depends_on.db", "nobody asks db")]
    [InlineData("web: {image: a, depends_on: {db: {condition: ready}}}\n  db: {image: a}", "services.web.depends_on.db.condition", "expected service_started, service_healthy")]
    [InlineData("web: {image: a, depends_on: [web]}", "services.web.depends_on", "web → web")]
    [InlineData("a: {image: a, depends_on: [b]}\n  b: {image: a, depends_on: [c]}\n  c: {image: a, depends_on: [b]}", "services.b.depends_on", "b → c → b")]
    [InlineData("web: {}", "services.web", "It has no image")]
    [InlineData("web:", "services.web", "It says nothing")]
    [InlineData("web: [a]", "services.web", "Found a list; expected a map")]
    [InlineData("a_b: {image: a}\n  a-b: {image: a}", "services.a_b", "as that of a-b")]
    [InlineData("web: {build: .}", "services.web", "It has no image")]
    [InlineData("'!': {image: a}", "services.!", "cannot be the name of a service")]
    public void What_makes_no_sense_together_is_refused(string services, string path, string sentence) =>
        Assert.Contains(Read($"services:\n  {services}\n").Refused(), one => one.Path == path && one.Sentence.Contains(sentence, StringComparison.Ordinal));

    [Theory]
    [InlineData("services: {}", "The file has no services.")]
    [InlineData("version: '3'", "The file has no services.")]
    [InlineData("services: [a]", "Found a list; expected a map.")]
    [InlineData("[]", "The file is a list; expected a map with services.")]
    public void A_file_without_services_is_refused(string file, string sentence) => Assert.Contains(sentence, Read(file).Refused().Select(one => one.Sentence));

    [Fact]
    public void More_services_than_anybody_takes_live_at_once_are_refused()
    {
        var reading = Read("services:\n" + string.Concat(Enumerable.Range(0, 51).Select(i => $"  s{i}: {{image: a}}\n")));
        Assert.Equal("The file has 51 services; at most 50 are taken live at once.", reading.Of("services").Sentence);
        Assert.Empty(reading.Services);
    }

    [Fact]
    public void A_file_without_a_name_needs_one_given_along() =>
        Assert.Contains("The application has no name", Assert.Single(Read("services: {web: {image: a, expose: [80]}}", ComposeAlong.Nothing).Refused()).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Profiles_and_names_choose_who_takes_part()
    {
        const string File = "services:\n  web: {image: a, expose: [80]}\n  debug: {image: a, profiles: [dev], expose: [80]}\n  db: {image: a, expose: [80]}\n";
        Assert.Equal(["web", "db"], Chosen(ComposeAlong.Nothing));
        Assert.Equal(["web", "debug", "db"], Chosen(ComposeAlong.Nothing with { Profiles = ["dev"] }));
        Assert.Equal(["debug"], Chosen(ComposeAlong.Nothing with { Services = ["debug"] }));
        var one = Read(File, ComposeAlong.Nothing with { Application = "shop", Services = ["web"] });
        Assert.Equal(("Not asked for: it stays as it is.", [new ComposeLeft("db", new("shop-db"))]), (one.Of("services.db").Sentence, one.Left));
        Assert.Contains("none of its profiles (dev)", one.Of("services.debug").Sentence, StringComparison.Ordinal);
        Assert.Contains("There is no service \"nobody\"", Assert.Single(Read(File, ComposeAlong.Nothing with { Application = "shop", Services = ["nobody", "web"] }).Refused()).Sentence, StringComparison.Ordinal);

        IEnumerable<string> Chosen(ComposeAlong along) => Read(File, along with { Application = "shop" }).Services.Select(service => service.Key);
    }

    [Theory]
    [InlineData("http://db:8080/x", true)]
    [InlineData("postgres://user:word@db:5432/shop", true)]
    [InlineData("http://db", true)]
    [InlineData("db:5432", true)]
    [InlineData("db", false)]
    [InlineData("http://db.example:80", false)]
    [InlineData("mydb:5432", false)]
    [InlineData("db:name", false)]
    public void A_variable_that_names_another_service_as_a_host_is_told(string value, bool isTold)
    {
        var reading = Read($"services:\n  web: {{image: a, expose: [80], environment: {{URL: '{value}'}}}}\n  db: {{image: a, expose: [80]}}\n");
        Assert.Equal(isTold, reading.Warnings.Any(warning => warning is { Path: "services.web.environment.URL", At.Line: 2 }));
        Assert.DoesNotContain(reading.Warnings, warning => warning.Sentence.Contains("word", StringComparison.Ordinal));
        Assert.Contains(reading.Warnings, warning => warning.Sentence.StartsWith("Services do not find each other by name", StringComparison.Ordinal));
    }

    [Fact]
    public void All_mistakes_come_together_each_with_its_place()
    {
        var reading = Read("services:\n  web:\n    image: Not An Image\n    ports: ['x']\n    privileged: true\nsecrets: {}\n");
        Assert.Equal([(3, "services.web.image"), (4, "services.web.ports[0]"), (5, "services.web.privileged"), (6, "secrets")], reading.Refused().Select(one => (one.At.Line, one.Path)));
    }

    [Fact]
    public void Every_key_of_a_file_has_its_line()
    {
        var reading = Read("version: '3'\nname: shop\nx-a: 1\nservices:\n  web:\n    image: a\n    build: {context: .}\n    restart: always\n    container_name: w\n    x-b: 2\n    expose: [80]\n    deploy: {resources: {limits: {cpus: 1}}}\nvolumes: {unused: {labels: {a: b}}}\n");
        Assert.Empty(reading.Refused());
        Assert.Equal(
            ["1 version Ignored", "2 name Honoured", "3 x-a Ignored", "5 services.web Translated", "6 services.web.image Honoured", "7 services.web.build Ignored", "8 services.web.restart Translated", "9 services.web.container_name Ignored", "10 services.web.x-b Ignored", "11 services.web.expose Translated", "12 services.web.deploy.resources.limits.cpus Honoured", "13 volumes.unused Translated", "13 volumes.unused.labels Ignored"],
            reading.Report.Select(one => $"{one.At.Line} {one.Path} {one.Treatment}"));
    }

    private static ComposeReading With(string top, string lines) => Read($"{top}services:\n  web:\n    image: example/web:1\n    expose: [80]\n    {lines}\n");
}
