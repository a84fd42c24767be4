using Sluice.Domain;
using Sluice.Domain.Validation;

namespace Sluice.Engine.Notifications;

/// <summary>What became of an order about channels.</summary>
public abstract record ChannelAnswer
{
    private ChannelAnswer()
    {
    }

    /// <param name="Secret">A new one: to be shown once.</param>
    public sealed record Done(string Id, SigningSecret? Secret = null) : ChannelAnswer;

    /// <summary>With every mistake.</summary>
    public sealed record Invalid(ValueList<FieldError> Errors) : ChannelAnswer;

    public sealed record NotFound(string What) : ChannelAnswer;

    /// <summary>There is nothing to send again.</summary>
    public sealed record Delivered(string Id) : ChannelAnswer;

    /// <summary>A test is under way, or was a moment ago: none was sent.</summary>
    public sealed record TooSoon(TimeSpan Wait) : ChannelAnswer;

    public sealed record Tested(string Delivery, SendAnswer Answer) : ChannelAnswer;
}
