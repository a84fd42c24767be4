using System.Globalization;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;
using Sluice.Engine.Store.Embedded;

namespace Sluice.Dashboard.Audit;

/// <summary>Checks the audit chains from the command line: beside the running product, or while it is stopped.</summary>
/// <param name="args">The settings of the product, and <c>--tenant</c>, <c>--link</c> with <c>--hash</c>.</param>
internal sealed class VerifyCommand(string[] args, TextWriter output, TextWriter errors)
{
    public const string Name = "verify-audit";

    private const string ConnectionString = "ConnectionStrings:Sluice";

    /// <returns>0 when every chain is whole, 1 when one is broken, 2 when that could not be found out.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        try
        {
            using var host = Build();
            return await VerifyAsync(host, ct);
        }
        catch (OptionsValidationException ex)
        {
            return await FailAsync(string.Join(Environment.NewLine, ex.Failures));
        }
        catch (Exception ex) when (ex is StoreUnavailableException or StoreSchemaException or EmbeddedPostgresException or DataDirectoryInUseException or DirectoryNotFoundException or FormatException)
        {
            return await FailAsync(ex.Message);
        }
    }

    private IHost Build()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        if (string.IsNullOrWhiteSpace(builder.Configuration[ConnectionString]) && DataDirectory.From(builder.Configuration).Path is var data)
        {
            if (!Directory.Exists(data))
            {
                throw new DirectoryNotFoundException($"There is no data folder {data}. Name the product's own with --Data:Directory.");
            }

            builder.Configuration[ConnectionString] = EmbeddedPostgres.FindRunning(data);
        }

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSluiceStore(builder.Configuration);
        builder.Services.AddAuditLog();
        return builder.Build();
    }

    private async Task<int> VerifyAsync(IHost host, CancellationToken ct)
    {
        host.Services.GetService<IStartupValidator>()?.Validate();
        var settings = host.Services.GetRequiredService<IConfiguration>();
        var known = Known(settings);

        // A server of somebody else runs already, and its tables are not ours to make here.
        var starts = string.IsNullOrWhiteSpace(settings[ConnectionString]);
        if (starts)
        {
            await host.StartAsync(ct);
        }

        try
        {
            return await VerifyAsync(host, settings["tenant"], known, ct);
        }
        finally
        {
            if (starts)
            {
                await host.StopAsync(CancellationToken.None);
            }
        }
    }

    private async Task<int> VerifyAsync(IHost host, string? tenant, KnownLink? known, CancellationToken ct)
    {
        var tenants = await host.Services.GetRequiredService<IAuditVerifier>().TenantsAsync(ct);
        var chosen = tenant is null ? tenants : [new TenantId(tenant)];
        if (known is not null && chosen.Count > 1)
        {
            return await FailAsync($"There are {chosen.Count} chains. Say with --tenant whose link this is.");
        }

        if (chosen.Count == 0)
        {
            await output.WriteLineAsync("Nothing is linked yet.");
        }

        var broken = false;
        foreach (var one in chosen)
        {
            var report = await host.Services.GetRequiredService<AuditCheck>().RunAsync(one, known, Environment.UserName, CommandSource.Cli, address: null, ct);
            var hash = report.LastHash is null ? "" : string.Create(CultureInfo.InvariantCulture, $" Link {report.Links} has the hash {report.LastHash}.");
            await output.WriteLineAsync($"{one}: {AuditCheck.SentenceOf(report)}{hash}");
            broken |= !report.IsWhole;
        }

        return broken ? 1 : 0;
    }

    private static KnownLink? Known(IConfiguration settings) => (settings["link"], settings["hash"]) switch
    {
        (null, null) => null,
        ({ } link, { Length: 64 } hash) when hash.All(char.IsAsciiHexDigit) && long.TryParse(link, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => new(number, hash),
        _ => throw new FormatException("--link takes a number, 1 or more, and comes with --hash, 64 hexadecimal digits."),
    };

    private async Task<int> FailAsync(string message)
    {
        await errors.WriteLineAsync(message);
        return 2;
    }
}
