using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Compose;

/// <summary>From a Compose file to what is desired of each of its services. Pure. Every key gets its line in the report, and all mistakes come together.</summary>
public static class ComposeReader
{
    /// <summary>More than a person takes live at once.</summary>
    public const int MostServices = 50;

    public static ComposeReading Read(ComposeNode root, ComposeAlong along)
    {
        var report = new ComposeReport();
        if (root is not ComposeNode.Map file)
        {
            report.Refuse("services", root.At, $"The file is {root.Shape}; expected a map with services.");
            return new(along.Application ?? "", [], [], [], report.Findings, report.Warnings);
        }

        new ComposeAccount(report).Walk(file, string.Empty, string.Empty);
        var top = new ComposeMap(new ComposeExpansion(along.Variables, report).Of(file), string.Empty, report);
        var application = Application(top, along, file.At);
        var (chosen, left) = Chosen(top, along, file.At);
        var volumes = TopReader.Volumes(top, application);
        var keys = chosen.Concat(left).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        var reader = new ServiceReader(application, along.Variables, volumes, new(TopReader.Networks(top, application)), keys);
        var services = chosen.Select(one => reader.Read(one.Key, one.Map, one.At)).ToValueList();
        Check(services, report);
        var mounted = services.SelectMany(service => service.Release.Container!.Volumes ?? []).Where(mount => mount.Type == MountType.Volume).Select(mount => mount.Source!).ToHashSet(StringComparer.Ordinal);
        return new(application, services, [.. volumes.Values.Where(mounted.Contains).Distinct(StringComparer.Ordinal)], [.. left.Select(one => new ComposeLeft(one.Key, reader.Name(one.Key, one.Map, one.At)))], report.Findings, report.Warnings);
    }

    private static string Application(ComposeMap top, ComposeAlong along, TextPlace at)
    {
        var name = along.Application ?? top.Text("name")?.Value;
        if (!Slug.IsValid(name))
        {
            var sentence = name is null ? "The application has no name. Write name: at the top, or give one along with the file." : $"{ComposeMap.Shown(name)} cannot be the name of an application: {Slug.Remedy}.";
            top.Report.Refuse("name", top.Has("name") ? top.PlaceOf("name") : at, sentence);
        }

        return Slug.IsValid(name) ? name! : "application";
    }

    /// <summary>Those that take part, and those of the file that stay as they are.</summary>
    private static (List<(string Key, ComposeMap Map, TextPlace At)> Chosen, List<(string Key, ComposeMap Map, TextPlace At)> Left) Chosen(ComposeMap top, ComposeAlong along, TextPlace at)
    {
        var (chosen, left) = (new List<(string Key, ComposeMap Map, TextPlace At)>(), new List<(string Key, ComposeMap Map, TextPlace At)>());
        var services = top.Map("services");
        var keys = services?.Keys.ToList() ?? [];
        foreach (var unknown in along.Services.Except(keys, StringComparer.Ordinal))
        {
            top.Report.Refuse("services", services is null ? at : top.PlaceOf("services"), $"There is no service {ComposeMap.Shown(unknown)} in the file, and it was asked for.");
        }

        if (keys.Count is 0 or > MostServices)
        {
            top.Report.Refuse("services", services is null ? at : top.PlaceOf("services"), keys.Count == 0 ? "The file has no services." : $"The file has {keys.Count} services; at most {MostServices} are taken live at once.");
            return (chosen, left);
        }

        foreach (var key in keys)
        {
            if (services!.Map(key) is not { } map)
            {
                if (!services.Has(key))
                {
                    services.Refuse(key, "It says nothing. It needs an image at least.");
                }

                continue;
            }

            var profiles = map.Texts("profiles").Select(profile => profile.Value).ToList();
            var isNamed = along.Services.Contains(key, StringComparer.Ordinal);
            if (profiles.Count > 0 && !isNamed && !profiles.Intersect(along.Profiles, StringComparer.Ordinal).Any())
            {
                services.Say(key, ComposeTreatment.Ignored, $"Left out: none of its profiles ({string.Join(", ", profiles)}) was asked for.");
            }
            else if (along.Services.Count > 0 && !isNamed)
            {
                services.Say(key, ComposeTreatment.Ignored, "Not asked for: it stays as it is.");
                left.Add((key, map, services.PlaceOf(key)));
            }
            else
            {
                chosen.Add((key, map, services.PlaceOf(key)));
            }
        }

        return (chosen, left);
    }

    private static void Check(ValueList<ComposeService> services, ComposeReport report)
    {
        foreach (var service in services)
        {
            foreach (var error in ServiceRules.Check(service.Release, string.Empty).Where(error => service.Release.Image is not null || error.Field != "command"))
            {
                ComposeMistakes.Refuse(report, service, error);
            }

            if (services.FirstOrDefault(other => other.Name == service.Name && other.Key != service.Key) is { } same)
            {
                report.Refuse(service.Path, service.At, $"Its name in Sluice would be {service.Name}, as that of {same.Key}. Say another one with x-sluice: service.");
            }

            foreach (var on in service.After.Where(on => on.Condition == Applications.DependencyCondition.ServiceHealthy && services.Any(other => other.Key == on.Key && other.Terms.SkipHealth)))
            {
                report.Refuse(on.Path, on.At, $"It waits for {on.Key} to be healthy, and nobody asks {on.Key}. Give {on.Key} a healthcheck, or wait for service_started.");
            }
        }

        if (ComposeOrder.Cycle(services) is [var first, .. var rest])
        {
            var service = services.First(one => one.Key == first);
            report.Refuse(ComposePath.Key(service.Path, "depends_on"), service.After[0].At, $"Services wait for each other: {string.Join(" → ", [first, .. rest, first])}. Take one of these out.");
        }

        if (services.Count > 1)
        {
            report.Warn("services", services[0].At, $"Services do not find each other by name: there is no network that Sluice makes, and no name {services[0].Key} in one. Over HTTP each is reached at the gateway, for its own host; anything else needs a port that is published, or a network of the engine.");
        }
    }
}
