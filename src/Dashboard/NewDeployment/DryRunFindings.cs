using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What a dry run finds out about its rules: how good canaries would have fared under them. It never fails a dry run, nor keeps it waiting for long.</summary>
public sealed partial class DryRunFindings(BackTestDesk desk, TimeProvider time, IStringLocalizer<Texts> texts, ILogger<DryRunFindings> logger)
{
    /// <summary>So long a dry run waits.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private const string Field = "analysis";

    /// <returns>None for what is no dry run or would not be taken, and where there is nothing to try: nothing serves, nothing is compared, or evidence does not judge.</returns>
    public async Task<ValueList<Finding>> OfAsync(TenantId tenant, Service service, DeploymentRequest request, CancellationToken ct)
    {
        var place = request.Environment is { } name ? service.Environment(name) : service.Environments[0];
        if (!request.DryRun || place is not { Live: { } live } || DeploymentCreation.Create(service, request).Decision is not Decision.Accepted || DeploymentPreview.Plan(service, request) is not { } plan)
        {
            return [];
        }

        var terms = LedgerTerms.For(plan, request.Thresholds, request.Rollback, request.Analysis);
        return BackTest.CanTry(terms, plan) ? [await TryAsync(new(tenant, service.Name, place.Spec.Name), live, terms, plan, ct)] : [];
    }

    private async Task<Finding> TryAsync(PlaceKey place, int live, LedgerTerms terms, PhasePlan plan, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            // Not waited for either: a database that is slow to hear that nobody wants its answer any more.
            return await desk.TryAsync(place, live, terms, plan, stop.Token).WaitAsync(stop.Token) is { } answer
                ? new(BackTestText.Returns(answer) ? FindingLevel.Warning : FindingLevel.Note, Field, string.Join(' ', BackTestText.Kept(texts, answer, terms.Settings.Interval)))
                : Note("BackTest.NotTried");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Note("BackTest.TooSlow", Durations.Format(Longest));
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            Log.Failed(logger, ex, place);
            return Note("BackTest.Failed");
        }
    }

    private Finding Note(string text, params object[] values) => new(FindingLevel.Note, Field, texts[text, values]);

    private static partial class Log
    {
        [LoggerMessage(1005, LogLevel.Error, "The rules of a dry run could not be tried on what {Place} served")]
        public static partial void Failed(ILogger logger, Exception exception, PlaceKey place);
    }
}
