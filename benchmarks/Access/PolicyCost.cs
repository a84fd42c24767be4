using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Dashboard;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Services;
using Sluice.Engine.Access;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Benchmarks.Access;

/// <summary>One policy check as pages, endpoints and orders make it: through the framework's service, with accounts and tokens in memory.</summary>
internal static class PolicyCost
{
    private const int People = 1_000;
    private const int Calls = 200_000;
    private const int Rounds = 5;
    private const double MostMicroseconds = 5;
    private static readonly DateTimeOffset s_later = TimeProvider.System.GetUtcNow().AddDays(30);

    public static async Task RunAsync(Report report, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-bench-");
        try
        {
            using var directory = new AccessDirectory(new Crowd(), TimeProvider.System, NullLogger<AccessDirectory>.Instance);
            await directory.ReadAsync(ct);
            var bootstrap = new AccessToken(Options.Create(new AccessOptions()), new DataDirectory(folder.FullName));
            var services = new ServiceCollection().AddLogging();
            services.AddAuthorization(Policies.Configure);
            services.AddSingleton<IGrants>(new Grants(directory, bootstrap, new TenantChoice(Options.Create(new TenantsOptions())), TimeProvider.System)).AddSingleton<IAuthorizationHandler, RightHandler>();
            await using var provider = services.BuildServiceProvider();
            var authorization = provider.GetRequiredService<IAuthorizationService>();
            var place = new AccessPlace(ServiceName.From("shop"), EnvironmentName.From("production"));

            await MeasureAsync(report, "policy check, account that may", authorization, Principals.Of(Crowd.Account(7), Schemes.Cookie), place, expected: true);
            await MeasureAsync(report, "policy check, account that may not", authorization, Principals.Of(Crowd.Account(8), Schemes.Cookie), place, expected: false);
            await MeasureAsync(report, "policy check, token of an account", authorization, Principals.Of(Crowd.Token(7), Schemes.Token), place, expected: true);
            await MeasureAsync(report, "policy check, installation's token", authorization, Principals.Bootstrap(TenantId.Default, "ada", bootstrap.Stamp, Schemes.Token), place, expected: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(Report report, string name, IAuthorizationService authorization, ClaimsPrincipal user, AccessPlace place, bool expected)
    {
        var microseconds = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var call = 0; call < Calls; call++)
            {
                if ((await authorization.AuthorizeAsync(user, place, Policies.Operate)).Succeeded != expected)
                {
                    throw new InvalidOperationException($"{name}: expected {expected}.");
                }
            }

            microseconds.Add(TimeProvider.System.GetElapsedTime(began).TotalMicroseconds / Calls);
        }

        // The first round is the compiler's.
        report.Below(name, Report.At([.. microseconds.Skip(1).Order()], 0.5), MostMicroseconds, "µs");
    }

    /// <summary>Every second one may operate, in a service or two of their own and in the shop.</summary>
    private sealed class Crowd : IAccessReader
    {
        public static Account Account(int number) => new(
            TenantId.Default, AccountName.From($"person-{number}"), $"Person {number}", AccountSource.Local, ["leads"], Grants(number), $"stamp-{number}", IsDisabled: false, default, "ada");

        public static ApiToken Token(int number) => new(
            $"{number:x16}", TenantId.Default, $"Token {number}", "hash", Grants(number), default, s_later, "ada", AccountName.From($"person-{number}"));

        public Task<AccessRows?> ReadAsync(long since, CancellationToken ct) => Task.FromResult(
            since == 1 ? null : new AccessRows(1, [.. Enumerable.Range(0, People).Select(Account)], [.. Enumerable.Range(0, People).Select(Token)]));

        private static ValueList<RoleGrant> Grants(int number) =>
            GrantText.ParseAll(number % 2 == 0 ? $"viewer approver@service-{number}" : $"viewer operator@service-{number} operator@shop/production", "grants").Grants;
    }
}
