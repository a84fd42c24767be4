namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What a deployment does, step by step, how each instance is, and what goes wrong quietly; from the state and from what was seen last.</summary>
public sealed record ProgressView(IReadOnlyList<OperationStatusView> Operations, IReadOnlyList<InstanceStepView> Instances, IReadOnlyList<NoticeView> Notices);

/// <summary>One operation, in the order of execution.</summary>
/// <param name="Kind"><c>run_hook</c>, <c>start</c>, <c>check_preview</c>, <c>copy</c>, <c>shift</c> or <c>stop</c>.</param>
/// <param name="Share">Of a shift and of what is copied, in percent.</param>
/// <param name="State"><c>done</c>, <c>under_way</c>, <c>next</c>, <c>planned</c>, <c>skipped</c> or <c>failed</c>.</param>
/// <param name="Since">When what is under way began.</param>
/// <param name="Reason">Why it failed, or what it waits for.</param>
public sealed record OperationStatusView(string Kind, int Phase, int Release, int Instances, decimal? Share, string State, DateTimeOffset? Since, string? Reason);

/// <param name="State"><c>fetching</c>, <c>starting</c>, <c>waiting_for_health</c>, <c>ready</c>, <c>draining</c>, <c>stopping</c>, <c>unready</c> or <c>failed</c>.</param>
/// <param name="Detail">How far its image is fetched, what it answered, or why it failed, with its last line.</param>
/// <param name="OpenRequests">Null when the router does not know the instance.</param>
/// <param name="Restarts">In a row, without a quiet time in between.</param>
public sealed record InstanceStepView(string Id, int Release, string State, string? Detail, long? OpenRequests, int Restarts);

/// <param name="Kind"><c>mixed_versions</c>, <c>wrong_image</c>, <c>stalled</c> or <c>previous_image_missing</c>.</param>
public sealed record NoticeView(string Kind, string Sentence);
