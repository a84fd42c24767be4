using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Sluice.Engine.Store;

/// <summary>Section <c>Store</c> of the configuration.</summary>
public sealed class StoreOptions
{
    /// <summary>The schema that holds all tables; created when missing.</summary>
    public string Schema { get; set; } = "public";
}

internal sealed partial class StoreOptionsValidator : IValidateOptions<StoreOptions>
{
    public ValidateOptionsResult Validate(string? name, StoreOptions options) =>
        SchemaName().IsMatch(options.Schema)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Store:Schema must be lower-case letters, digits and underscores, at most 63, but is '{options.Schema}'.");

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SchemaName();
}
