using Microsoft.Extensions.Options;

namespace Sluice.Dashboard.Access;

/// <summary>The section <c>Access</c> of the settings.</summary>
internal sealed class AccessOptions
{
    /// <summary>Opens the console and the API. Left empty, one is generated and kept in the data directory.</summary>
    public string? BootstrapToken { get; set; }

    /// <summary>Whether that token opens anything. Turn it off when there are administrators with accounts; sessions opened with it end.</summary>
    public bool BootstrapTokenEnabled { get; set; } = true;

    /// <summary>How long a console session lasts without use.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);
}

internal sealed class AccessOptionsValidator : IValidateOptions<AccessOptions>
{
    private const int ShortestToken = 16;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!string.IsNullOrEmpty(options.BootstrapToken))
        {
            ValidateToken(options.BootstrapToken, result);
        }

        if (options.SessionLength < TimeSpan.FromMinutes(5) || options.SessionLength > TimeSpan.FromDays(30))
        {
            result.AddError($"Access:SessionLength must lie between 5 minutes and 30 days, but is {options.SessionLength}. Write it as hours:minutes:seconds, such as 12:00:00.");
        }

        return result.Build();
    }

    // The value itself is a secret and stays out of the message.
    private static void ValidateToken(string token, ValidateOptionsResultBuilder result)
    {
        if (token.Length < ShortestToken)
        {
            result.AddError($"Access:BootstrapToken must have at least {ShortestToken} characters, but has {token.Length}. Leave it empty to have one generated.");
        }

        if (token.Any(c => c is <= ' ' or > '~'))
        {
            result.AddError("Access:BootstrapToken may hold visible ASCII characters only, because it travels in a header.");
        }
    }
}
