using Microsoft.AspNetCore.Identity;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;

namespace Sluice.Benchmarks.Access;

/// <summary>What a password costs whoever signs in, and whoever guesses: the framework's hasher with its own settings.</summary>
internal static class SignInCost
{
    private const int Times = 15;

    public static void Run()
    {
        var hasher = new PasswordHasher<Account>();
        var ada = new Account(TenantId.Default, AccountName.From("ada"), "Ada", AccountSource.Local, [], [], "stamp", IsDisabled: false, default, "ada");
        var hash = hasher.HashPassword(ada, "correct horse battery");
        Report.Note("a new password hashed, median of 15", Median(() => hasher.HashPassword(ada, "correct horse battery")), "ms");
        Report.Note("a password checked at sign-in, median of 15", Median(() => hasher.VerifyHashedPassword(ada, hash, "correct horse battery")), "ms");
    }

    private static double Median(Action work)
    {
        work();
        var milliseconds = Enumerable.Range(0, Times).Select(_ =>
        {
            var began = TimeProvider.System.GetTimestamp();
            work();
            return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        });
        return Report.At([.. milliseconds.Order()], 0.5);
    }
}
