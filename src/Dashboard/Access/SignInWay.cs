namespace Sluice.Dashboard.Access;

/// <summary>What the sign-in page asks for.</summary>
internal enum SignInWay
{
    /// <summary>The installation's token is proven; only the name is missing.</summary>
    Name,

    /// <summary>The installation's token, and a name to record.</summary>
    Token,

    /// <summary>The name and password of an account.</summary>
    Password,
}
