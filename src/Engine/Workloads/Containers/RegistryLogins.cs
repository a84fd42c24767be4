using System.Text.Json;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>What an engine is told along with the order to fetch an image, so that a private registry lets it in.</summary>
internal sealed class RegistryLogins(IOptions<ContainerOptions> options)
{
    public const string Header = "X-Registry-Auth";

    /// <returns>The header's value for the registry that the image comes from; null where nothing is known of it: the engine goes there with what it has.</returns>
    /// <exception cref="RuntimeException">The password cannot be read; never transient, since only people can mend it.</exception>
    public string? For(string reference)
    {
        var registry = ImageReference.RegistryOf(reference);
        if (options.Value.Registries.FirstOrDefault(one => string.Equals(one.Host, registry, StringComparison.OrdinalIgnoreCase)) is not { } login)
        {
            return null;
        }

        try
        {
            var password = File.ReadAllText(login.PasswordFile).TrimEnd('\r', '\n');

            // With its padding: engines do not decode it without.
            return Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new { username = login.User, password, serveraddress = login.Host })).Replace('+', '-').Replace('/', '_');
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException($"The password for {login.Host} cannot be read from {login.PasswordFile}: {ex.Message.TrimEnd('.')}", isTransient: false, ex);
        }
    }
}
