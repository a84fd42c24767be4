using Sluice.Domain.Services;

namespace Sluice.Domain.Planning;

/// <summary>
/// Whether instances of one release can stand for instances of another. Pure. The rules are uncloud's, where they were found out in use:
/// limits of processor and memory could be changed in place, everything else that an instance has needs a new one, and what is only said of a release needs nothing.
/// </summary>
/// <param name="Differences">Those that count, in the order of the fields; none when it is up to date.</param>
public sealed record SpecComparison(SpecVerdict Verdict, ValueList<SpecDifference> Differences)
{
    /// <summary>Fields of a release, and choices of a deployment, that an instance does not notice.</summary>
    public static ValueList<string> NotCompared { get; } =
        [SpecFields.Replicas, "notes", "commit_sha", "origin", "schema_change", SpecFields.PreDeploy, SpecFields.Pull, "strategy", "plan", "skip_health"];

    /// <summary>Another number of instances is wanted: no instance is different, and yet there is something to do.</summary>
    public bool CountDiffers { get; init; }

    /// <summary>Nothing would have to be started, changed or stopped.</summary>
    public bool ChangesNothing => Verdict == SpecVerdict.UpToDate && !CountDiffers;

    /// <summary>With what their tags stood for, where both have been started: one name may have meant two images.</summary>
    public static SpecComparison Compare(Release running, Release desired)
    {
        var written = Compare(running.Spec, desired.Spec);
        return running.Resolved is { } before && desired.Resolved is { } after && before.Id != after.Id && written.Differences.All(difference => difference.Field != SpecFields.Image)
            ? written with
            {
                Verdict = SpecVerdict.NeedsRecreate,
                Differences = [new(SpecFields.Image, before.Digest ?? before.Id, after.Digest ?? after.Id, SpecVerdict.NeedsRecreate), .. written.Differences],
            }
            : written;
    }

    /// <summary>Order counts in a command and nowhere else: not among variables, ports and endpoints.</summary>
    public static SpecComparison Compare(ReleaseSpec running, ReleaseSpec desired)
    {
        var all = SpecFields.Between(running, desired).ToList();
        var differences = all
            .Where(pair => pair.Field.Effect != FieldEffect.None)
            .Select(pair => new SpecDifference(pair.Field.Name, pair.From, pair.To, pair.Field.Effect == FieldEffect.Update ? SpecVerdict.NeedsUpdate : SpecVerdict.NeedsRecreate))
            .Concat(Fetched(running, desired))
            .ToValueList();
        return new(differences.Select(difference => difference.Needs).Prepend(SpecVerdict.UpToDate).Max(), differences)
        {
            CountDiffers = all.Any(pair => pair.Field.Name == SpecFields.Replicas),
        };
    }

    /// <summary>What is to be fetched always may be another image each time, whatever the policy was before; not to fetch it any more changes nothing.</summary>
    private static IEnumerable<SpecDifference> Fetched(ReleaseSpec running, ReleaseSpec desired)
    {
        if (desired is { Image: not null, Container.Pull: PullPolicy.Always })
        {
            var before = running.Image is null ? null : Words.Of((running.Container ?? ContainerSpec.Default).Pull);
            yield return new(SpecFields.Pull, before, Words.Of(PullPolicy.Always), SpecVerdict.NeedsRecreate);
        }
    }
}
