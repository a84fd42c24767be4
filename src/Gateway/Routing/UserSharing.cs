using Microsoft.Extensions.Primitives;
using Sluice.Domain.Traffic;
using Sluice.Domain;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Counting;

namespace Sluice.Gateway.Routing;

/// <summary>Says for one request which arm its user has. Immutable but for what it counts.</summary>
/// <param name="aside">Takes the requests that do not take part; null where all do.</param>
internal sealed class UserSharing(GatewayUsers users, ulong salt, (Arm? Arm, int Below) canary, Arm? stable, Arm? aside, UserTally tally)
{
    private static readonly string s_header = Words.Of(UserKey.Header);

    private readonly (UserKey By, string Name)? _sticky = users.Sticky switch
    {
        null => null,
        { By: var by, Name: { } name } => (by == s_header ? UserKey.Header : UserKey.Cookie, name),
        _ => (UserKey.OwnCookie, UserCookie.Name),
    };

    private readonly Rule[] _rules = [.. (users.Match ?? []).Select(match => new Rule(match.By == s_header, match.Name, match.Value ?? match.Prefix, match.Value is not null))];

    /// <summary>Null: this request is shared out for itself. Allocates only for a user who is new.</summary>
    /// <param name="fresh">What the gateway's cookie is to be; null when the answer sets none.</param>
    public Arm? ArmOf(IHeaderDictionary headers, out string? fresh)
    {
        fresh = null;
        if (aside is not null && !TakesPart(headers))
        {
            return aside;
        }

        if (_sticky is not { } sticky)
        {
            tally.Unknown();
            return null;
        }

        var value = sticky.By == UserKey.Header ? First(headers[sticky.Name]) : Cookies.Find(headers.Cookie, sticky.Name);
        if (sticky.By == UserKey.OwnCookie && !UserCookie.IsOurs(value))
        {
            value = fresh = UserCookie.NewValue();
        }

        if (value.IsEmpty)
        {
            tally.Unknown();
            return null;
        }

        tally.Known(isNew: fresh is not null);
        return UserBuckets.Of(salt, value) < canary.Below ? canary.Arm : stable;
    }

    private static ReadOnlySpan<char> First(StringValues values) => values.Count > 0 ? values[0] : default;

    private bool TakesPart(IHeaderDictionary headers)
    {
        foreach (var rule in _rules)
        {
            if (rule.Holds(headers))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="Text">Null: any value.</param>
    private sealed record Rule(bool IsHeader, string Name, string? Text, bool IsWhole)
    {
        public bool Holds(IHeaderDictionary headers)
        {
            if (!IsHeader)
            {
                return Fits(Cookies.Find(headers.Cookie, Name));
            }

            var lines = headers[Name];
            for (var i = 0; i < lines.Count; i++)
            {
                if (Fits(lines[i]))
                {
                    return true;
                }
            }

            return false;
        }

        private bool Fits(ReadOnlySpan<char> value) => Text is null ? !value.IsEmpty : IsWhole ? value.SequenceEqual(Text) : value.StartsWith(Text, StringComparison.Ordinal);
    }
}
