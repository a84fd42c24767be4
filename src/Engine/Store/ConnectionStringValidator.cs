using Microsoft.Extensions.Options;
using Npgsql;

namespace Sluice.Engine.Store;

/// <summary>Reads <c>ConnectionStrings:Sluice</c> before anything is started. It may hold a password, so it is never shown.</summary>
internal sealed class ConnectionStringValidator(string connectionString) : IValidateOptions<StoreOptions>
{
    private const string Remedy = "Give one such as Host=db.example;Database=sluice;Username=sluice;Password=…, or none for the embedded database.";

    public ValidateOptionsResult Validate(string? name, StoreOptions options)
    {
        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host)
                ? ValidateOptionsResult.Fail($"ConnectionStrings:Sluice names no Host. {Remedy}")
                : ValidateOptionsResult.Success;
        }
        catch (Exception ex) when (ex is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            var keyword = (ex as ArgumentException)?.ParamName is { Length: > 0 } wrong ? $": '{wrong}' is unknown or has a wrong value" : string.Empty;
            return ValidateOptionsResult.Fail($"ConnectionStrings:Sluice is not a connection string{keyword}. {Remedy}");
        }
    }
}
