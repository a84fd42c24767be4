using Sluice.Domain.Deployments;
using Sluice.Domain.Validation;

namespace Sluice.Domain;

/// <summary>Why an order was not carried out. A wrong order is an answer, not an exception.</summary>
public abstract record Refusal
{
    private Refusal(string sentence) => Sentence = sentence;

    /// <summary>What happened and what would be right, for people.</summary>
    public string Sentence { get; }

    /// <summary>The thing does not exist, or belongs to another tenant: the two look alike.</summary>
    public sealed record NotFound(string What) : Refusal($"There is no {What}.");

    /// <summary>Not now: the status does not allow it.</summary>
    public sealed record Illegal(string Why) : Refusal(Why);

    /// <summary>Another deployment holds the place.</summary>
    public sealed record Busy(DeploymentId Holder)
        : Refusal($"{Holder} is active here. Wait for its end, abort it, or ask for a place in the queue with \"queue\": true.");

    /// <summary>The input is wrong; all mistakes at once.</summary>
    public sealed record Invalid(ValueList<FieldError> Errors)
        : Refusal(string.Join(' ', Errors.Select(e => $"{e.Field}: found {e.Found}, expected {e.Remedy}.")));

    /// <summary>Somebody else may; the giver lacks a role.</summary>
    public sealed record Forbidden(string Role, string Why) : Refusal(Why);

    /// <summary>It exists already, with another content.</summary>
    public sealed record Conflict(string Why) : Refusal(Why);
}
