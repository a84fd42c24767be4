using Sluice.Domain.Applications;

namespace Sluice.Domain.Compose;

/// <summary>Reads what a service waits for.</summary>
internal static class DependencyReader
{
    public static IEnumerable<ComposeDependency> Read(ComposeMap service, IReadOnlySet<string> known)
    {
        if (service.Find("depends_on") is not ComposeNode.Map)
        {
            foreach (var item in service.Texts("depends_on").Where(item => IsKnown(service, item.Value, item.Path, item.At, known, isRequired: true)))
            {
                yield return new(item.Value, DependencyCondition.ServiceStarted, item.Path, item.At);
            }

            yield break;
        }

        var map = service.Map("depends_on")!;
        foreach (var key in map.Keys)
        {
            var one = map.Map(key) ?? ComposeMap.Empty(service.Report);
            if (one.Text("condition") is { Value: "service_completed_successfully" })
            {
                one.Refuse("condition", "Sluice runs what goes on running, so nothing completes. Run it before, or let the image do it when it starts.");
                continue;
            }

            var condition = one.Word("condition", "service_started", "service_healthy") == "service_healthy" ? DependencyCondition.ServiceHealthy : DependencyCondition.ServiceStarted;
            if (IsKnown(service, key, map.PathOf(key), map.PlaceOf(key), known, one.Flag("required") ?? true))
            {
                yield return new(key, condition, map.PathOf(key), map.PlaceOf(key));
            }
        }
    }

    private static bool IsKnown(ComposeMap service, string key, string path, TextPlace at, IReadOnlySet<string> known, bool isRequired)
    {
        if (known.Contains(key))
        {
            return true;
        }

        if (isRequired)
        {
            service.Report.Refuse(path, at, $"There is no service {ComposeMap.Shown(key)} in the file, or its profile is not asked for. Add it, or take it from depends_on.");
        }

        return false;
    }
}
