using Microsoft.Extensions.Options;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Section <c>Gateway</c> of the configuration: the built-in data plane.</summary>
public sealed class GatewayOptions
{
    /// <summary>Where it serves: one or more http addresses, separated by semicolons. Port 0 takes a free one.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>True: started, watched and started again. False: someone else runs it, and <see cref="Contact"/> says where.</summary>
    public bool Managed { get; set; } = true;

    /// <summary>The <c>contact.json</c> of a gateway that someone else runs.</summary>
    public string? Contact { get; set; }

    /// <summary>The gateway's executable; null is the one that came with this program.</summary>
    public string? Program { get; set; }
}

internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Managed)
        {
            var urls = options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (urls.Length == 0)
            {
                result.AddError("Gateway:Urls is empty; it says where traffic is taken, such as http://127.0.0.1:5080.");
            }

            foreach (var url in urls.Where(url => !IsAddress(url)))
            {
                result.AddError($"Gateway:Urls has '{url}'; an address is http://HOST:PORT without path.");
            }

            if (options.Program is { } program && !File.Exists(program))
            {
                result.AddError($"Gateway:Program must be the gateway's executable, but '{program}' does not exist.");
            }
        }
        else if (!Path.IsPathFullyQualified(options.Contact ?? ""))
        {
            result.AddError($"Gateway:Contact must be the absolute path of the gateway's contact.json when Gateway:Managed is false, but is '{options.Contact}'.");
        }

        return result.Build();
    }

    // A star stands for every address of the machine; it is no host name, so a stand-in is parsed.
    private static bool IsAddress(string url) =>
        Uri.TryCreate(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
        && uri is { Scheme: "http", AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };
}
