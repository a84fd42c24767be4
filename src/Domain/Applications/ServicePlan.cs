using Sluice.Domain.Deployments;
using Sluice.Domain.Planning;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Applications;

/// <summary>How what is wanted of a service compares with what runs.</summary>
public enum ServiceVerdict
{
    /// <summary>Nothing of it is live here.</summary>
    New,

    /// <summary>Nothing is to be done.</summary>
    UpToDate,

    /// <summary>Only limits or the number of instances differ. Its instances are replaced all the same.</summary>
    NeedsUpdate,

    NeedsRecreate,
}

/// <summary>What would be done about one service.</summary>
/// <param name="Live">The release that serves; null for none.</param>
/// <param name="Release">The number that the wanted one has or would get.</param>
/// <param name="Comparison">Null where nothing is live.</param>
/// <param name="Added">What the service's history would get before its deployment.</param>
/// <param name="Errors">What is wrong with it, in fields of a release or of a place.</param>
public sealed record ServicePlan(ServiceWish Wish, ServiceVerdict Verdict, int? Live, int Release, SpecComparison? Comparison, ValueList<ServiceEvent> Added, ValueList<Operation> Operations, ValueList<FieldError> Errors)
{
    /// <summary>Another deployment that must end first.</summary>
    public DeploymentId? Behind { get; init; }

    /// <summary>The freeze that it would wait for, in a sentence.</summary>
    public string? Freeze { get; init; }

    /// <summary>What people say of the comparison.</summary>
    public string Sentence => (Verdict, Comparison) switch
    {
        (ServiceVerdict.New, _) or (_, null) => $"Nothing of {Wish.Service} is live here yet.",
        (_, { } comparison) => SpecSentence.Of(comparison, Live!.Value, Release),
    };
}
