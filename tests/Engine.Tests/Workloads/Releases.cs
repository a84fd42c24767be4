using Sluice.Domain;
using Sluice.Domain.Services;

namespace Sluice.Engine.Tests.Workloads;

/// <summary>Releases as tests need them.</summary>
internal static class Releases
{
    public static readonly string Server = Path.Combine(AppContext.BaseDirectory, "Sluice.TestServer");

    private static readonly Actor Tester = Actor.Engine;

    /// <summary>Serves HTTP and is ready when <c>/health</c> answers.</summary>
    public static Release Serving(int number, int replicas = 1, params string[] more) =>
        Of(number, new ReleaseSpec { Command = [Server, "{port}", .. more], Replicas = replicas, Readiness = new("/health", TimeSpan.FromSeconds(30)) });

    /// <summary>Runs a script of the shell, which never listens.</summary>
    public static Release Script(int number, string script, TimeSpan? readyWithin = null) =>
        Of(number, new ReleaseSpec { Command = ["/bin/sh", "-c", script], Readiness = new(null, readyWithin ?? TimeSpan.FromSeconds(30)) });

    public static Release Endpoints(int number, params string[] endpoints) =>
        Of(number, new ReleaseSpec { Endpoints = endpoints.ToValueList(), Replicas = endpoints.Length });

    public static Release Of(int number, ReleaseSpec spec) => new(number, spec, new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero), Tester);
}
