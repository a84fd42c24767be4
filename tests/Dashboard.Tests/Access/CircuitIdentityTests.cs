using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Tests.Access;

public sealed class CircuitIdentityTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Pages_look_again_who_is_behind_them()
    {
        await using var host = new TestHost();
        await using var scope = host.Host.App.Services.CreateAsyncScope();
        Assert.IsType<CircuitIdentity>(scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>());
    }

    [Fact]
    public async Task A_session_that_has_ended_ends_in_open_pages_too()
    {
        var grants = new Changing();
        using var identity = new CircuitIdentity(NullLoggerFactory.Instance, grants);
        var next = NextAsync(identity, state => state.User.Identity?.IsAuthenticated != true);
        Enter(identity);
        grants.Alive = false;
        await next.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Other_roles_make_open_pages_ask_again()
    {
        var grants = new Changing();
        using var identity = new CircuitIdentity(NullLoggerFactory.Instance, grants);
        Enter(identity);
        var next = NextAsync(identity, state => state.User.Identity?.IsAuthenticated == true);
        await grants.Asked.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        grants.Held = [];
        await next.WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    private static void Enter(CircuitIdentity identity) =>
        ((IHostEnvironmentAuthenticationStateProvider)identity).SetAuthenticationState(Task.FromResult(new AuthenticationState(Principals.Bootstrap(TenantId.Default, "ada", "stamp", "test"))));

    private static Task NextAsync(CircuitIdentity identity, Predicate<AuthenticationState> wanted)
    {
        var found = new TaskCompletionSource();
        identity.AuthenticationStateChanged += async state =>
        {
            if (wanted(await state))
            {
                found.TrySetResult();
            }
        };
        return found.Task;
    }

    private sealed class Changing : IGrants
    {
        public volatile bool Alive = true;

        public TaskCompletionSource Asked { get; } = new();

        public ValueList<RoleGrant> Held { get; set; } = [new RoleGrant(Role.Operator)];

        public ValueList<RoleGrant> Of(ClaimsPrincipal user)
        {
            var held = Held;
            Asked.TrySetResult();
            return held;
        }

        public ValueList<string> GroupsOf(ClaimsPrincipal user) => [];

        public bool IsAlive(ClaimsPrincipal user) => Alive;
    }
}
