using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Sluice.Domain.Notifications;
using Sluice.Engine.Notifications;
using Sluice.Engine.Notifications.Webhook;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Notifications;

/// <summary>Channels as administrators make and test them, and where they may lead.</summary>
public sealed class ChannelTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_is_made_shown_once_and_changed_on_demand_only()
    {
        await using var run = await NotificationRun.CreateAsync(postgres);
        await using var receiver = await Receiver.StartAsync();
        var spec = new ChannelSpec("hooks", receiver.Address);
        var made = Assert.IsType<ChannelAnswer.Done>(await run.Channels.CreateAsync(NotificationRun.Ann, spec, secret: null, Ct));
        Assert.Equal(64, made.Secret!.Value.Length);
        Assert.DoesNotContain(made.Secret.Value, made.ToString(), StringComparison.Ordinal);

        var kept = Assert.IsType<ChannelAnswer.Done>(await run.Channels.ChangeAsync(NotificationRun.Ann, made.Id, spec with { Name = "other" }, secret: null, makeSecret: false, Ct));
        Assert.Null(kept.Secret);
        await run.Channels.TestAsync(NotificationRun.Ann, made.Id, Ct);
        var first = await receiver.NextAsync();
        Assert.Equal(WebhookSignature.Of(made.Secret, run.Clock.GetUtcNow(), first.Body), first.Signature);

        run.Clock.Advance(TimeSpan.FromSeconds(5));
        var anew = Assert.IsType<ChannelAnswer.Done>(await run.Channels.ChangeAsync(NotificationRun.Ann, made.Id, spec, secret: null, makeSecret: true, Ct));
        await run.Channels.TestAsync(NotificationRun.Ann, made.Id, Ct);
        var second = await receiver.NextAsync();
        Assert.Equal(WebhookSignature.Of(anew.Secret!, run.Clock.GetUtcNow(), second.Body), second.Signature);
        Assert.NotEqual(made.Secret, anew.Secret);
    }

    [Fact]
    public async Task Names_are_taken_once_and_channels_of_others_are_not_there()
    {
        await using var run = await NotificationRun.CreateAsync(postgres);
        var id = await run.AddAsync("http://127.0.0.1:9/x");
        Assert.Equal(["name"], Assert.IsType<ChannelAnswer.Invalid>(await run.Channels.CreateAsync(NotificationRun.Ann, new("HOOKS", "http://127.0.0.1:9/y"), null, Ct)).Errors.Select(error => error.Field));
        var stranger = NotificationRun.Ann with { Tenant = new("other") };
        Assert.IsType<ChannelAnswer.NotFound>(await run.Channels.ChangeAsync(stranger, id, new("x", "http://127.0.0.1:9/y"), null, false, Ct));
        Assert.IsType<ChannelAnswer.NotFound>(await run.Channels.TestAsync(stranger, id, Ct));
        Assert.IsType<ChannelAnswer.NotFound>(await run.Channels.RetryAsync(stranger, id, "x", Ct));
        Assert.IsType<ChannelAnswer.NotFound>(await run.Channels.DeleteAsync(stranger, id, Ct));
        Assert.IsType<ChannelAnswer.Done>(await run.Channels.DeleteAsync(NotificationRun.Ann, id, Ct));
        Assert.Empty(await run.Channels.ListAsync(NotificationRun.Tenant, Ct));
    }

    [Fact]
    public async Task A_test_says_what_came_back_and_is_recorded()
    {
        await using var run = await NotificationRun.CreateAsync(postgres);
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 418;
            return context.Response.WriteAsync("short and stout");
        };
        var id = await run.AddAsync(receiver.Address);
        var tested = Assert.IsType<ChannelAnswer.Tested>(await run.Channels.TestAsync(NotificationRun.Ann, id, Ct));
        Assert.Equal((418, "short and stout", "It answered 418."), (tested.Answer.Status, tested.Answer.Text, tested.Answer.Problem));
        var received = await receiver.NextAsync();
        Assert.True(received.Json.GetProperty("test").GetBoolean());
        Assert.Equal("A test to hooks.", received.Json.GetProperty("text").GetString());
        var kept = await run.OnlyAsync(id);
        Assert.Equal((tested.Delivery, null, DeliveryStatus.GivenUp, 418), (kept.Id, kept.Deployment, kept.Status, kept.StatusCode));
        Assert.Equal(0, (await run.Channels.FindAsync(NotificationRun.Tenant, id, Ct))!.GivenUp);
        Assert.IsType<ChannelAnswer.Delivered>(await run.Channels.RetryAsync(NotificationRun.Ann, id, kept.Id, Ct));
    }

    [Fact]
    public async Task Tests_of_a_channel_go_out_one_at_a_time_and_not_in_a_row()
    {
        await using var run = await NotificationRun.CreateAsync(postgres);
        await using var receiver = await Receiver.StartAsync();
        var (id, other) = (await run.AddAsync(receiver.Address), await run.AddAsync(receiver.Address, spec => spec with { Name = "other" }));
        var answer = new TaskCompletionSource();
        receiver.Answer = _ => answer.Task;
        var first = run.Channels.TestAsync(NotificationRun.Ann, id, Ct);
        await receiver.NextAsync();
        run.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(TimeSpan.FromSeconds(5), await WaitAsync(run, id));
        answer.SetResult();
        Assert.IsType<ChannelAnswer.Tested>(await first);

        run.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(1), await WaitAsync(run, id));
        Assert.Equal(0, receiver.Waiting);
        Assert.IsType<ChannelAnswer.Tested>(await run.Channels.TestAsync(NotificationRun.Ann, other, Ct));
        run.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<ChannelAnswer.Tested>(await run.Channels.TestAsync(NotificationRun.Ann, id, Ct));
        Assert.Equal(3, run.Audit.Count(entry => entry.Action == ChannelActions.Test));
    }

    [Fact]
    public async Task A_test_is_recorded_although_who_asked_for_it_has_left()
    {
        await using var run = await NotificationRun.CreateAsync(postgres);
        await using var receiver = await Receiver.StartAsync();
        using var caller = new CancellationTokenSource();
        receiver.Answer = _ => caller.CancelAsync();
        var id = await run.AddAsync(receiver.Address);
        Assert.IsType<ChannelAnswer.Tested>(await run.Channels.TestAsync(NotificationRun.Ann, id, caller.Token));
        Assert.Equal(DeliveryStatus.Delivered, (await run.OnlyAsync(id)).Status);
    }

    [Fact]
    public async Task A_change_of_the_address_shows_in_the_log_also_where_the_host_stays()
    {
        await using var run = await NotificationRun.CreateAsync(postgres);
        var id = await run.AddAsync("http://127.0.0.1:9/token-one");
        await run.Channels.ChangeAsync(NotificationRun.Ann, id, new("hooks", "http://127.0.0.1:9/token-two"), secret: null, makeSecret: false, Ct);
        var diff = System.Text.Json.JsonElement.Parse(run.Audit[^1].Diff!);
        Assert.True(diff.GetProperty("address_changed").GetBoolean());
        Assert.Equal(("http://127.0.0.1:9", "http://127.0.0.1:9"), (diff.GetProperty("host_before").GetString(), diff.GetProperty("host").GetString()));
        Assert.NotEqual(diff.GetProperty("address_digest_before").GetString(), diff.GetProperty("address_digest").GetString());
        Assert.DoesNotContain("token-", run.Audit[^1].Diff, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_stands_for_a_forbidden_address_is_not_connected_to()
    {
        // Forbidden ones that nobody answers at: a guard that fails must not ask the machine's own metadata service.
        var guard = new GuardedConnect(Options.Create(new NotificationOptions()), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("224.0.0.1"), IPAddress.Parse("::ffff:224.0.0.1")]));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = guard.ConnectAsync });
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://innocent.example.org/"), Ct));
        Assert.IsType<ForbiddenAddressException>(refused.GetBaseException());
    }

    [Theory]
    [InlineData("hooks.example.org", false)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("localhost", true)]
    public async Task The_list_of_allowed_hosts_bounds_where_messages_go(string allowed, bool isTaken)
    {
        await using var run = await NotificationRun.CreateAsync(postgres, ("AllowedHosts:0", allowed));
        await using var receiver = await Receiver.StartAsync();
        var id = await run.AddAsync(receiver.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        var tested = Assert.IsType<ChannelAnswer.Tested>(await run.Channels.TestAsync(NotificationRun.Ann, id, Ct));
        Assert.Equal(isTaken, tested.Answer.IsTaken);
        Assert.True(isTaken || tested.Answer.Problem!.StartsWith("Messages may not go to localhost:", StringComparison.Ordinal), tested.Answer.Problem);
        Assert.Equal(isTaken ? 1 : 0, receiver.Waiting);
    }

    [Fact]
    public async Task What_cannot_be_reached_is_said_without_the_address()
    {
        await using var run = await NotificationRun.CreateAsync(postgres);
        string address;
        await using (var gone = await Receiver.StartAsync())
        {
            address = gone.Address;
        }

        var id = await run.AddAsync(address);
        var tested = Assert.IsType<ChannelAnswer.Tested>(await run.Channels.TestAsync(NotificationRun.Ann, id, Ct));
        Assert.StartsWith("It cannot be reached:", tested.Answer.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("in-the-address", tested.Answer.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_checked_all_at_once()
    {
        var wrong = new NotificationOptions { ConsoleAddress = "ftp://x", AllowedHosts = { "http://x", "10.0.0.0/8" }, Timeout = TimeSpan.FromHours(1), KeepFor = TimeSpan.Zero };
        var failures = new NotificationOptionsValidator().Validate(name: null, wrong).Failures!.ToList();
        Assert.Equal(4, failures.Count);
        Assert.Contains("Notifications:AllowedHosts:0 is \"http://x\"", failures[1], StringComparison.Ordinal);
        Assert.Equal(ValidateOptionsResult.Success, new NotificationOptionsValidator().Validate(name: null, new()));
    }

    [Fact]
    public async Task The_documented_check_of_a_signature_works()
    {
        const string Body = "{\"text\": \"Größer als 5 %\"}";
        var (folder, signature) = (Directory.CreateTempSubdirectory("sluice-signature-"), WebhookSignature.Of(new("a-secret-of-the-test"), DateTimeOffset.FromUnixTimeSeconds(1_772_366_400), Body));
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "body.json"), Body, Ct);
            Assert.Equal(0, await CheckAsync(folder, "a-secret-of-the-test", signature));
            Assert.NotEqual(0, await CheckAsync(folder, "another-secret", signature));
            await File.AppendAllTextAsync(Path.Combine(folder.FullName, "body.json"), " ", Ct);
            Assert.NotEqual(0, await CheckAsync(folder, "a-secret-of-the-test", signature));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> WaitAsync(NotificationRun run, string id) => Assert.IsType<ChannelAnswer.TooSoon>(await run.Channels.TestAsync(NotificationRun.Ann, id, Ct)).Wait;

    private static async Task<int> CheckAsync(DirectoryInfo folder, string secret, string signature)
    {
        var start = new ProcessStartInfo("sh") { WorkingDirectory = folder.FullName, ArgumentList = { "-c", Documented() }, Environment = { ["SECRET"] = secret, ["SIGNATURE"] = signature } };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(Ct);
        return process.ExitCode;
    }

    private static string Documented()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var page = Path.Combine(folder.FullName, "docs", "notifications.md");
            if (File.Exists(page))
            {
                return File.ReadAllText(page).Split("```sh verify\n")[1].Split("```")[0];
            }
        }

        throw new FileNotFoundException("docs/notifications.md is not above the tests.");
    }
}
