using Microsoft.Extensions.Options;

namespace Sluice.Dashboard.Access;

/// <summary>The section <c>Access:OAuth</c>: a provider of sign-ins (OAuth 2, OpenID Connect). Off while no client id is given.</summary>
internal sealed class ProviderOptions
{
    public const string Section = "Access:OAuth";

    /// <summary>On the button of the sign-in page; left out, words that fit any provider.</summary>
    public string? Label { get; set; }

    public string? ClientId { get; set; }

    public string? ClientSecret { get; set; }

    public string? AuthorizationEndpoint { get; set; }

    public string? TokenEndpoint { get; set; }

    /// <summary>Asked with the access token for who it is.</summary>
    public string? UserInformationEndpoint { get; set; }

    /// <summary>With blanks between.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>The claim that names the person; it must be one that people cannot choose or change themselves.</summary>
    public string NameClaim { get; set; } = "preferred_username";

    public string DisplayNameClaim { get; set; } = "name";

    /// <summary>A list of groups, or one text with commas.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>Group to roles, such as <c>operator@shop approver</c>.</summary>
    public Dictionary<string, string> Roles { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Roles of everybody whom the provider lets through; none by itself.</summary>
    public string? DefaultRoles { get; set; }

    public bool IsOn => !string.IsNullOrEmpty(ClientId);
}

internal sealed class ProviderOptionsValidator : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.IsOn)
        {
            Endpoint("AuthorizationEndpoint", options.AuthorizationEndpoint);
            Endpoint("TokenEndpoint", options.TokenEndpoint);
            Endpoint("UserInformationEndpoint", options.UserInformationEndpoint);

            // The value itself is a secret and stays out of the message.
            Present("ClientSecret", options.ClientSecret, "the secret that the provider gave with the client id");
            Present("NameClaim", options.NameClaim, "the name of a claim, such as preferred_username");
            Present("GroupsClaim", options.GroupsClaim, "the name of a claim, such as groups");
            Present("DisplayNameClaim", options.DisplayNameClaim, "the name of a claim, such as name");
        }

        foreach (var mistake in GroupRoles.Mistakes(ProviderOptions.Section, options.Roles, options.DefaultRoles))
        {
            result.AddError(mistake);
        }

        return result.Build();

        void Endpoint(string key, string? value)
        {
            // Without TLS a token travels in the open; a provider on this very machine is for trying out.
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            {
                result.AddError($"{ProviderOptions.Section}:{key} must be an https address, but is '{value}'. Write the one from the provider's description, such as https://id.example/token.");
            }
        }

        void Present(string key, string? value, string remedy)
        {
            if (string.IsNullOrEmpty(value))
            {
                result.AddError($"{ProviderOptions.Section}:{key} must not be empty. Write {remedy}.");
            }
        }
    }
}
