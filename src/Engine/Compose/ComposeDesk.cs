using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Compose;

/// <summary>A Compose file and what is given along with it.</summary>
/// <param name="File">As written, YAML.</param>
public sealed record ComposeRequest(string File, EnvironmentName Environment, ComposeAlong Along);

/// <summary>What a file would do now.</summary>
/// <param name="Report">Every key, and what stands against the file here.</param>
/// <param name="Plan">Null while the file cannot be read.</param>
/// <param name="Start">What takes it live; null while something is refused.</param>
public sealed record ComposePreview(string Application, EnvironmentName Environment, ValueList<ComposeFinding> Report, ValueList<ComposeWarning> Warnings, ComposePlan? Plan, ApplicationCommand.Start? Start)
{
    public IEnumerable<ComposeFinding> Refused => Report.Where(finding => finding.Treatment == ComposeTreatment.Refused);
}

/// <summary>Reads Compose files and compares them with what runs. Touches nothing.</summary>
public sealed class ComposeDesk(ILiveStates live, WorkloadRuntimes runtimes)
{
    public ComposePreview Preview(TenantId tenant, ComposeRequest request)
    {
        var (root, mistakes) = ComposeYaml.Read(request.File);
        if (root is null || mistakes.Count > 0)
        {
            return new(request.Along.Application ?? "", request.Environment, mistakes, [], Plan: null, Start: null);
        }

        var reading = ComposeReader.Read(root, request.Along);
        var known = live.Services(tenant).Select(service => service.State).ToList();
        var plan = ComposePlan.Of(reading, request.Environment, known, foreign: [], release => runtimes.WhyNot(RuntimeKind.Container, release));
        ValueList<ComposeFinding> report = [.. Joined(reading.Report, plan.Refused)];
        var isTaken = report.All(finding => finding.Treatment != ComposeTreatment.Refused);
        return new(
            reading.Application, request.Environment, report, [.. reading.Warnings, .. plan.Warnings], plan,
            isTaken ? new(ApplicationName.From(reading.Application), request.Environment, ComposePlan.Wishes(reading)) : null);
    }

    /// <summary>A refusal takes the place of what was said of the same key before.</summary>
    private static IEnumerable<ComposeFinding> Joined(ValueList<ComposeFinding> report, ValueList<ComposeFinding> refused) =>
        report.Where(finding => finding.Treatment == ComposeTreatment.Refused || refused.All(other => other.Path != finding.Path)).Concat(refused)
            .Distinct().OrderBy(finding => finding.At.Line).ThenBy(finding => finding.At.Column);
}
