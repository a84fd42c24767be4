using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>The way to the engine: plain HTTP over its Unix socket, TCP, or TLS when an authority is given.</summary>
internal static class EngineConnection
{
    private static readonly TimeSpan s_connecting = TimeSpan.FromSeconds(5);

    public static SocketsHttpHandler To(Uri host, ContainerOptions options)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = s_connecting };
        if (host.Scheme == "unix")
        {
            handler.ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), ct);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        if (options.CertificateAuthority is { } authority)
        {
            handler.SslOptions = Secured(authority, options);
        }

        return handler;
    }

    /// <summary>What stands before every path; the host name is the one that a certificate must bear.</summary>
    public static Uri BaseAddress(Uri host, ContainerOptions options) => host.Scheme == "unix"
        ? new Uri("http://engine/")
        : new UriBuilder(options.CertificateAuthority is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, host.Host, host.Port).Uri;

    private static SslClientAuthenticationOptions Secured(string authority, ContainerOptions options)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(authority);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return new()
        {
            CertificateChainPolicy = policy,
            ClientCertificates = options is { ClientCertificate: { } certificate, ClientKey: { } key } ? [X509Certificate2.CreateFromPemFile(certificate, key)] : [],
        };
    }
}
