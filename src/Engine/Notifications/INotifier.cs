namespace Sluice.Engine.Notifications;

/// <summary>
/// Sends a message to one kind of channel. Contract: sending holds nothing up, ends by itself within <see cref="NotificationOptions.Timeout"/>, and
/// never throws for what the other side does; the same message may be sent again under the same id.
/// </summary>
public interface INotifier
{
    Task<SendAnswer> SendAsync(Outgoing message, CancellationToken ct);
}

/// <summary>One message on its way.</summary>
/// <param name="Id">Names it through all attempts: the receiver may drop what it has seen.</param>
/// <param name="Body">JSON, written anew for each attempt: of what is told always the same, but a channel may have another name by then.</param>
/// <param name="Attempt">From 1.</param>
public sealed record Outgoing(string Address, SigningSecret Secret, string Id, string Body, int Attempt);

/// <summary>What became of one attempt.</summary>
/// <param name="Status">Of HTTP; null when there was no answer.</param>
/// <param name="Text">The beginning of what was answered; null when there was no answer.</param>
/// <param name="Problem">Why it does not count as taken, in a sentence; null when it was taken.</param>
public sealed record SendAnswer(int? Status, string? Text, string? Problem, TimeSpan Took)
{
    public bool IsTaken => Problem is null;
}
