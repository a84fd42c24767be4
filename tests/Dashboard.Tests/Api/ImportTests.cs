using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Replay.Bundles;

namespace Sluice.Dashboard.Tests.Api;

/// <summary>Bundles over real HTTP.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task A_bundle_that_was_exported_is_opened_again_and_both_enter_the_log()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var bundle = await api.GetAsync("/api/deployments/shop-2/review");
        var opened = await api.PostAsync("/api/reviews", bundle.Text);
        Assert.Equal((HttpStatusCode.Created, "shop-2"), (opened.Status, opened.String("deployment")));
        Assert.Equal(0, opened.Json.GetProperty("notices").GetArrayLength());
        Assert.Equal(["export_review", "import_review"], api.Sluice.Audit.Lines.TakeLast(2).Select(line => line.Action));
        var (ours, theirs) = (await api.GetAsync("/api/deployments/shop-2/review/series"), await api.GetAsync($"/api/reviews/{opened.String("review")}/series"));
        Assert.Equal((HttpStatusCode.OK, ours.Text), (theirs.Status, theirs.Text));
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync("/api/reviews/elsewhere/series")).Status);
    }

    [Fact]
    public async Task A_file_of_200_MB_is_refused_before_it_is_read()
    {
        await using var api = await ApiHost.StartAsync();

        // It must not begin to send before it is told to, however busy the machine is.
        using var http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = api.Http.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/reviews", UriKind.Relative));
        request.Headers.ExpectContinue = true;
        request.Headers.Authorization = api.Http.DefaultRequestHeaders.Authorization;
        using var content = new StreamContent(new Zeros(200 * 1024 * 1024));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Content = content;
        using var response = await http.SendAsync(request, ApiHost.Ct);
        var answer = await Answer.OfAsync(response, ApiHost.Ct);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (answer.Status, answer.Problem));
        Assert.Contains("64 MB", answer.String("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_does_not_say_how_long_it_is_is_cut_at_the_limit()
    {
        await using var api = await ApiHost.StartAsync();
        var body = new Zeros(200 * 1024 * 1024);
        var http = new DefaultHttpContext();
        http.Request.Body = body;
        using var scope = api.Services.CreateScope();
        var refusal = await Assert.ThrowsAsync<BundleException>(() => api.Services.GetRequiredService<BundleImports>().OpenAsync(http, scope.ServiceProvider.GetRequiredService<CurrentActor>(), ApiHost.Ct));
        Assert.Equal(BundleTrouble.TooLarge, refusal.Trouble);
        Assert.True(body.Position < BundleImports.Largest + (1024 * 1024), $"{body.Position} bytes were read.");
    }

    [Fact]
    public async Task What_cannot_be_opened_is_told_apart()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal("not_a_bundle", (await api.PostAsync("/api/reviews", "{}")).Problem);
        Assert.Equal("newer_bundle", (await api.PostAsync("/api/reviews", """{"format": "sluice-incident-review", "format_version": 9}""")).Problem);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await api.PostAsync("/api/reviews", "{}", "text/plain")).Status);
        Assert.DoesNotContain(api.Sluice.Audit.Lines, line => line.Action == "import_review");
    }

    /// <summary>So many zeros, made as they are read.</summary>
    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            buffer.AsSpan(offset, read).Clear();
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin == SeekOrigin.Begin ? offset : throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
