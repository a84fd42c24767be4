namespace Sluice.Engine.Access;

/// <summary>Reads all accounts and tokens at once; there are thousands at most.</summary>
public interface IAccessReader
{
    /// <summary>Null when nothing has changed since the number.</summary>
    /// <exception cref="Store.StoreUnavailableException">The database cannot be reached.</exception>
    Task<AccessRows?> ReadAsync(long since, CancellationToken ct);
}

/// <param name="Number">Grows with every change of an account or a token.</param>
public sealed record AccessRows(long Number, IReadOnlyList<Account> Accounts, IReadOnlyList<ApiToken> Tokens);
