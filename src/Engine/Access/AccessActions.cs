namespace Sluice.Engine.Access;

/// <summary>The wire names, in the audit log, of what is done about access.</summary>
public static class AccessActions
{
    public const string SignIn = "sign_in";
    public const string SignOut = "sign_out";
    public const string SignOutEverywhere = "sign_out_everywhere";
    public const string CreateAccount = "create_account";
    public const string ChangeAccount = "change_account";
    public const string ChangePassword = "change_password";
    public const string ResetPassword = "reset_password";
    public const string CreateToken = "create_token";
    public const string RevokeToken = "revoke_token";
}
