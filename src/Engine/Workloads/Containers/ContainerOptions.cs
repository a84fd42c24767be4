using System.Net;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Section <c>Runtimes:Containers</c> of the configuration: the engine that runs containers.</summary>
public sealed class ContainerOptions
{
    public const string Section = "Runtimes:Containers";

    private static readonly TimeSpan s_usualPullTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Where the engine's API answers: <c>unix:///run/podman/podman.sock</c> or <c>tcp://127.0.0.1:2375</c>. Blank: this installation runs no containers.</summary>
    public string? Host { get; set; }

    /// <summary>Marks what is ours. Two installations on one engine need two.</summary>
    public string Owner { get; set; } = "sluice";

    /// <summary>The address of the engine's machine on which ports are published, and where instances are reached.</summary>
    public string PublishOn { get; set; } = "127.0.0.1";

    /// <summary>How long one attempt to fetch an image may take.</summary>
    public TimeSpan PullTimeout { get; set; } = s_usualPullTimeout;

    /// <summary>With <c>tcp://</c>: a PEM file with the authority that the engine's certificate is checked against. Given, the connection is encrypted.</summary>
    public string? CertificateAuthority { get; set; }

    /// <summary>With <see cref="CertificateAuthority"/>: a PEM file with the certificate that the engine is shown.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>With <see cref="ClientCertificate"/>: a PEM file with its key.</summary>
    public string? ClientKey { get; set; }

    /// <summary>Folders of the engine's machine from which releases may mount; none unless told. Whoever may mount anything is as good as root there.</summary>
    public IList<string> BindFrom { get; init; } = [];

    /// <summary>Kernel capabilities that releases may ask for beyond the engine's usual ones, such as <c>NET_BIND_SERVICE</c>; none unless told.</summary>
    public IList<string> Capabilities { get; init; } = [];

    /// <summary>Releases may ask for a privileged pre-deploy command, and whoever may add releases is as good as root on the engine's machine then.</summary>
    public bool PrivilegedHooks { get; set; }

    /// <summary>Registries that do not give their images to everybody.</summary>
    public IList<RegistryLogin> Registries { get; init; } = [];

    /// <summary>How many of a service's newest releases keep their images; those of older ones are taken away when nothing needs them. Zero: none ever is.</summary>
    public int KeepImages { get; set; } = ImageRetention.UsuallyKept;

    public bool IsSet => !string.IsNullOrWhiteSpace(Host);
}

internal sealed class ContainerOptionsValidator : IValidateOptions<ContainerOptions>
{
    private const int LongestOwner = 40;
    private const int MostKeptImages = 10_000;

    public ValidateOptionsResult Validate(string? name, ContainerOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        var host = options.IsSet && Uri.TryCreate(options.Host, UriKind.Absolute, out var uri) ? uri : null;
        if (options.IsSet && host is not ({ Scheme: "unix", Host: "", AbsolutePath.Length: > 1 } or { Scheme: "tcp", Host.Length: > 0, Port: > 0, AbsolutePath: "" or "/" }))
        {
            result.AddError($"{ContainerOptions.Section}:Host is '{options.Host}'; it is unix:///PATH of the engine's socket or tcp://HOST:PORT, or nothing when no containers are run.");
        }

        if (options.Owner.Length is 0 or > LongestOwner || !options.Owner.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9')))
        {
            result.AddError($"{ContainerOptions.Section}:Owner is '{options.Owner}'; it takes 1 to {LongestOwner} letters a to z and digits.");
        }

        if (!IPAddress.TryParse(options.PublishOn, out _))
        {
            result.AddError($"{ContainerOptions.Section}:PublishOn is '{options.PublishOn}'; it is an IP address of the engine's machine, such as 127.0.0.1.");
        }

        if (options.PullTimeout <= TimeSpan.Zero || options.PullTimeout > TimeSpan.FromDays(1))
        {
            result.AddError($"{ContainerOptions.Section}:PullTimeout is {options.PullTimeout}; it is longer than zero and at most a day, such as 00:10:00.");
        }

        if (options.KeepImages is < 0 or > MostKeptImages)
        {
            result.AddError($"{ContainerOptions.Section}:KeepImages is {options.KeepImages}; it takes 0, which keeps all, to {MostKeptImages}.");
        }

        foreach (var (key, file) in new[] { (nameof(options.CertificateAuthority), options.CertificateAuthority), (nameof(options.ClientCertificate), options.ClientCertificate), (nameof(options.ClientKey), options.ClientKey) })
        {
            if (file is not null && !File.Exists(file))
            {
                result.AddError($"{ContainerOptions.Section}:{key} must be a PEM file, but '{file}' does not exist.");
            }
        }

        foreach (var folder in options.BindFrom.Where(folder => !folder.StartsWith('/') || folder.Split('/').Contains("..", StringComparer.Ordinal)))
        {
            result.AddError($"{ContainerOptions.Section}:BindFrom has '{folder}'; it takes absolute paths of the engine's machine, without '..', such as /srv/shop.");
        }

        foreach (var capability in options.Capabilities.Where(capability => capability.Length == 0 || !capability.All(c => c is (>= 'A' and <= 'Z') or '_')))
        {
            result.AddError($"{ContainerOptions.Section}:Capabilities has '{capability}'; it takes names such as NET_BIND_SERVICE.");
        }

        if (options.CertificateAuthority is not null && host is { Scheme: not "tcp" })
        {
            result.AddError($"{ContainerOptions.Section}:CertificateAuthority is for tcp:// only; leave it out for '{options.Host}'.");
        }

        if (options.ClientCertificate is null != options.ClientKey is null || (options.ClientCertificate is not null && options.CertificateAuthority is null))
        {
            result.AddError($"{ContainerOptions.Section}:ClientCertificate and ClientKey go together, and with CertificateAuthority.");
        }

        foreach (var problem in options.Registries.SelectMany((registry, i) => registry.Problems(FormattableString.Invariant($"{ContainerOptions.Section}:Registries:{i}"))))
        {
            result.AddError(problem);
        }

        if (options.Registries.Count > 0 && options.CertificateAuthority is null && host is { Scheme: "tcp", IsLoopback: false })
        {
            result.AddError($"{ContainerOptions.Section}:Registries would send passwords unencrypted to '{options.Host}'; give CertificateAuthority too, or reach the engine by its socket.");
        }

        foreach (var twice in options.Registries.GroupBy(registry => registry.Host, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            result.AddError($"{ContainerOptions.Section}:Registries has {twice.Key} {twice.Count()} times; each registry once.");
        }

        return result.Build();
    }
}
