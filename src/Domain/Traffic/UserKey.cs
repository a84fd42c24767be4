namespace Sluice.Domain.Traffic;

/// <summary>What of a request tells users apart.</summary>
public enum UserKey
{
    Header,
    Cookie,

    /// <summary>One that the router sets itself.</summary>
    OwnCookie,
}
