namespace Sluice.Domain.Access;

/// <summary>How long an account refuses every password after wrong ones: from the fifth on one minute, doubled with each, at most an hour.</summary>
public static class Lockout
{
    public const int FreeFailures = 5;
    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <param name="failures">Wrong passwords in a row, this one included.</param>
    public static DateTimeOffset? Until(int failures, DateTimeOffset now)
    {
        if (failures < FreeFailures)
        {
            return null;
        }

        var doublings = Math.Min(failures - FreeFailures, 10);
        var length = s_first * (1 << doublings);
        return now + (length < s_longest ? length : s_longest);
    }
}
