using System.Globalization;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>Tries other rules on the recorded evidence. Changes nothing.</summary>
public sealed partial class WhatIfPanel : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly WhatIfField _errorRate = new(0, 100);
    private readonly WhatIfField _p99 = new(1, 600_000);
    private readonly WhatIfField _tolerance = new(0, 1_000);
    private readonly WhatIfField _growth = new(0, 1_000);
    private readonly WhatIfField _confidence = new(50, 99.99);
    private readonly WhatIfField _failedRuns = new(1, 100);
    private readonly WhatIfField _passedRuns = new(1, 100);
    private bool _running;
    private string? _said;
    private string? _held;
    private string? _holds;
    private string? _policy;
    private IReadOnlyList<string> _left = [];

    private ReplayRecord Record => View;

    private Deployment State => Record.History.Last!;

    private IEnumerable<(WhatIfField Field, string Name)> Fields => State.Spec.Analysis.Mode == AnalysisMode.Evidence
        ? [(_tolerance, "Tolerance"), (_growth, "Growth"), (_confidence, "Confidence"), (_errorRate, "ErrorRate"), (_p99, "Tail"), (_failedRuns, "FailedRuns"), (_passedRuns, "PassedRuns")]
        : [(_errorRate, "ErrorRate"), (_p99, "Tail"), (_failedRuns, "FailedRuns"), (_passedRuns, "PassedRuns")];

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        if (_running)
        {
            return;
        }

        var wrong = Fields.FirstOrDefault(one => !one.Field.IsValid);
        if (wrong.Field is { } field)
        {
            (_said, _held, _left) = (T["WhatIf.Wrong", T[$"WhatIfField.{wrong.Name}"], field.Least, field.Most], null, []);
            return;
        }

        _running = true;
        try
        {
            var mistakes = new List<string>();
            if (Rules(State.Spec, mistakes) is not { } rules)
            {
                (_said, _held, _left) = (T["WhatIf.WrongPolicy", string.Join(" ", mistakes)], null, []);
                return;
            }

            var (state, intervals) = (State, Record.Intervals);
            var (own, other) = await Task.Run(() => (WhatIf.Run(state, state.Spec, intervals, _stop.Token), WhatIf.Run(state, rules, intervals, _stop.Token)), _stop.Token);
            (_said, _left, _held) = (Sentence(own, other), Left(own, other), other is { Held.Count: > 0 } ? T[other.Held.Count == 1 ? "WhatIf.HeldOnce" : "WhatIf.HeldOften", other.Held.Count, Phases(other)].Value : null);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
        finally
        {
            _running = false;
        }
    }

    /// <summary>What is left empty stays as it was; a policy comes first, single numbers after it.</summary>
    /// <returns>Null with mistakes.</returns>
    private DeploymentSpec? Rules(DeploymentSpec spec, List<string> mistakes)
    {
        var policy = new WhatIfPolicy(T);
        var rules = policy.Apply(_policy, policy.WithHolds(_holds, spec, mistakes), mistakes);
        return mistakes.Count > 0 ? null : WhatIfPolicy.WithNumbers(rules, _errorRate.Value / 100, _p99.Value, _tolerance.Value / 100, _growth.Value / 100, _confidence.Value / 100, _failedRuns.Value, _passedRuns.Value);
    }

    private string Sentence(WhatIfOutcome? own, WhatIfOutcome? other) => (own, other) switch
    {
        (_, null) => T[Record.Intervals.Count == 0 ? "WhatIf.NotKept" : "WhatIf.NothingToJudge"],
        ({ ReturnsAt: null } or null, { ReturnsAt: { } at }) => T["WhatIf.OnlyThen", Times.Clock(at), other.Sentence!],
        ({ ReturnsAt: { } was }, { ReturnsAt: { } at }) when at < was => T["WhatIf.Sooner", Times.Clock(at), Times.Length(was - at), other.Sentence!],
        ({ ReturnsAt: { } was }, { ReturnsAt: { } at }) when at > was => T["WhatIf.LaterOn", Times.Clock(at), Times.Length(at - was), other.Sentence!],
        (_, { ReturnsAt: { } at }) => T["WhatIf.Same", Times.Clock(at)],
        ({ ReturnsAt: not null }, _) => T["WhatIf.NotReturned", Times.Clock(other.Through!.Value)],
        _ => T["WhatIf.NeverReturned"],
    };

    /// <summary>Where the tried rules leave a phase at another instant than the record's own.</summary>
    private List<string> Left(WhatIfOutcome? own, WhatIfOutcome? other)
    {
        var said = new List<string>();
        foreach (var was in own?.Left ?? [])
        {
            var would = other?.Left.FirstOrDefault(one => one.Phase == was.Phase);
            if (would is null && other?.ReturnsAt is null)
            {
                said.Add(T["WhatIf.NotLeft", was.Phase + 1]);
            }
            else if (would is not null && would.At != was.At)
            {
                said.Add(T[would.At < was.At ? "WhatIf.LeftSooner" : "WhatIf.LeftLater", was.Phase + 1, Times.Clock(would.At), Times.Length((would.At - was.At).Duration())]);
            }
        }

        return said;
    }

    private string Planned => string.Join(", ", State.Spec.Plan.Phases.Select(phase => Times.Planned(phase.Hold)));

    private static string Phases(WhatIfOutcome outcome) => string.Join(", ", outcome.Held.Select(phase => (phase + 1).ToString(CultureInfo.CurrentCulture)));
}

/// <summary>A number that may be left empty.</summary>
public sealed class WhatIfField(double least, double most)
{
    public double Least => least;

    public double Most => most;

    public string? Text { get; set; }

    public double? Value => double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    public bool IsValid => string.IsNullOrWhiteSpace(Text) || Value is not null;
}
