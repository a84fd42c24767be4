using Microsoft.Extensions.Options;
using Sluice.Domain.Notifications;

namespace Sluice.Engine.Notifications;

/// <summary>How messages are sent: the section <c>Notifications</c> of the settings.</summary>
public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>Where people reach the console, for links; null: where it listens.</summary>
    public string? ConsoleAddress { get; set; }

    /// <summary>Messages go to these hosts and networks only. Empty: to all that are not forbidden in any case.</summary>
    public IList<string> AllowedHosts { get; init; } = [];

    /// <summary>For one attempt, from connecting to the end of the answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>So long the records of messages stay that are no longer sent.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);

    internal IReadOnlyList<AllowedHost> Allowed => [.. AllowedHosts.Select(text => AllowedHost.TryParse(text, out var host) ? host : null).OfType<AllowedHost>()];
}

internal sealed class NotificationOptionsValidator : IValidateOptions<NotificationOptions>
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(100);

    // Shorter than the time for which a node keeps a channel to itself.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.ConsoleAddress is { } address && (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length + uri.Query.Length + uri.Fragment.Length > 0))
        {
            result.AddError($"{NotificationOptions.Section}:ConsoleAddress is \"{address}\"; expected an address such as https://sluice.example.org.");
        }

        for (var i = 0; i < options.AllowedHosts.Count; i++)
        {
            if (!AllowedHost.TryParse(options.AllowedHosts[i], out _))
            {
                result.AddError($"{NotificationOptions.Section}:AllowedHosts:{i} is \"{options.AllowedHosts[i]}\"; expected {AllowedHost.Remedy}.");
            }
        }

        if (options.Timeout < s_shortest || options.Timeout > s_longest)
        {
            result.AddError($"{NotificationOptions.Section}:Timeout is {options.Timeout}; expected {s_shortest} to {s_longest}.");
        }

        if (options.KeepFor < TimeSpan.FromDays(1))
        {
            result.AddError($"{NotificationOptions.Section}:KeepFor is {options.KeepFor}; expected 1.00:00:00 or more.");
        }

        return result.Build();
    }
}
