using System.Globalization;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>As whom images are fetched from one registry. The password stays in a file of its own, and is read anew for every fetch, so that it can be changed at any time.</summary>
public sealed class RegistryLogin
{
    /// <summary>As in names of images: <c>registry.example</c> or <c>registry.example:5000</c>; Docker Hub is <c>docker.io</c>.</summary>
    public string Host { get; set; } = "";

    public string User { get; set; } = "";

    /// <summary>A file with the password or token, in one line.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>All that is wrong with it.</summary>
    /// <param name="key">Where it stands in the configuration.</param>
    internal IEnumerable<string> Problems(string key)
    {
        var (host, port) = Host.Split(':') is [var name, var number] ? (name, number) : (Host, "443");
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown || !ushort.TryParse(port, CultureInfo.InvariantCulture, out _))
        {
            yield return $"{key}:Host is '{Host}'; it is what stands before the first slash in names of images, such as registry.example:5000.";
        }

        if (User.Length == 0)
        {
            yield return $"{key}:User is missing; it is the name that goes with the password.";
        }

        if (!File.Exists(PasswordFile))
        {
            yield return $"{key}:PasswordFile is '{PasswordFile}', which does not exist; it is a file with the password or token in one line.";
        }
    }
}
