using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Live;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>The pages of accounts and of the way in, over accounts in memory. They are answers to requests, so there is one.</summary>
internal sealed class AccountScene : IDisposable
{
    public const string Password = "correct horse battery";

    /// <param name="configure">Runs after every registration, so that a test can replace a part.</param>
    public AccountScene(Action<IServiceCollection>? configure = null)
    {
        var services = Console.Services;
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IAccountStore>(Access);
        services.AddSingleton<ITokenStore>(Access);
        services.AddSingleton<IAccessReader>(Access);
        services.AddSingleton<IAuditTrail>(Access);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<AccessDirectory>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<TenantChoice>();
        services.AddSingleton<AccessToken>();
        services.AddSingleton<PendingSignIn>();
        services.AddSingleton<IGrants>(Granted);
        services.AddSingleton<AntiforgeryStateProvider, NoForgery>();
        services.AddSingleton(new DataDirectory("unused"));
        services.AddScoped<CurrentActor>();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.Configure<AccessOptions>(options => options.BootstrapToken = TestHost.Token);
        configure?.Invoke(services);
    }

    public ConsoleContext Console { get; } = new();

    public ManualTime Clock { get; } = new();

    public InMemoryAccess Access { get; } = new();

    public EverythingGranted Granted { get; } = new();

    public DefaultHttpContext Http { get; } = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    /// <summary>Makes an account with a password, whose name is what is typed.</summary>
    public async Task<Account> AddAsync(string name, params RoleGrant[] grants)
    {
        await Get<Accounts>().CreateAsync(new(TenantId.Default, "setup", "ui", Address: null), AccountName.From(name), name, ["sre"], grants.ToValueList(), Password, Ct);
        return Get<AccessDirectory>().Now.Find(TenantId.Default, AccountName.From(name))!;
    }

    public Task<AccessAnswer> AddTokenAsync(string name, Account? owner, params RoleGrant[] grants) =>
        Get<ApiTokens>().CreateAsync(new(TenantId.Default, owner?.Name.Value ?? "setup", "ui", Address: null), owner?.Name, name, grants.ToValueList(), days: 90, Ct);

    /// <summary>Whoever asks for the page has this account; without any, the installation's token.</summary>
    public void SignIn(Account? account = null) => Get<CurrentActor>().Is(
        account is null ? Principals.Bootstrap(TenantId.Default, "ada", string.Empty, "test") : Principals.Of(account, "test"));

    public IRenderedComponent<TPage> Open<TPage>(string address)
        where TPage : IComponent
    {
        Get<NavigationManager>().NavigateTo(address);
        return Console.Render<TPage>(parameters => parameters.AddCascadingValue<HttpContext>(Http));
    }

    public void Dispose() => Console.Dispose();

    private T Get<T>()
        where T : notnull => Console.Services.GetRequiredService<T>();

    private sealed class NoForgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
