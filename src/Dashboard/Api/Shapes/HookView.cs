namespace Sluice.Dashboard.Api.Shapes;

/// <summary>One run of a command of a deployment.</summary>
/// <param name="Attempt">From 1; a second one only when a person ordered it.</param>
/// <param name="State"><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>timed_out</c>, <c>not_started</c>, <c>stopped</c>, or <c>unknown</c>: a person has to say.</param>
/// <param name="ExitCode">128 and the signal's number after a signal; null when there is none.</param>
/// <param name="Problem">Why it did not do what it should.</param>
/// <param name="AcceptedBy">Who takes it as done, although nobody knows.</param>
public sealed record HookView(int Attempt, string State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? ExitCode, string? Problem, string? AcceptedBy);

/// <summary>What a command of a deployment wrote last, oldest first, without the values of its variables.</summary>
public sealed record HookLogView(int Attempt, IReadOnlyList<string> Lines);
