using System.Net;
using System.Text.RegularExpressions;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>A person with a browser that keeps cookies, fills in forms and does not follow redirects by itself.</summary>
internal sealed partial class Browser : IDisposable
{
    public const string Password = "correct horse battery";

    private readonly HttpClient _http;

    public Browser(TestHost host)
    {
#pragma warning disable CA2000 // the client owns it
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new Uri(host.Host.App.Urls.Single()) };
#pragma warning restore CA2000
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Http => _http;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Makes an account straight in the engine, as an administrator would.</summary>
    public static async Task AddAccountAsync(TestHost host, string name, string grants, string? password = Password)
    {
        var answer = await host.Host.App.Services.GetRequiredService<Accounts>().CreateAsync(
            new Requester(TenantId.Default, "test", "ui", Address: null), AccountName.From(name), name, [], GrantText.ParseAll(grants, "grants").Grants, password, Ct);
        Assert.IsType<AccessAnswer.Done>(answer);
    }

    public async Task<(HttpStatusCode Status, string Body, string? To)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Headers.Location?.OriginalString);
    }

    /// <summary>Loads the page, takes the hidden fields of its form and sends it with these.</summary>
    public async Task<(HttpStatusCode Status, string Body, string? To)> SubmitAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        var (_, html, _) = await GetAsync(page);
        var markup = Form().Matches(html).Select(match => match.Value).FirstOrDefault(text => text.Contains($"value=\"{form}\"", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"There is no form '{form}' on {page}: {html}");
        var values = Hidden().Matches(markup).ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        using var content = new FormUrlEncodedContent(values);
        using var answer = await _http.PostAsync(new Uri(page, UriKind.Relative), content, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Headers.Location?.OriginalString);
    }

    public async Task<HttpStatusCode> SignInAsync(string name, string password = Password) =>
        (await SubmitAsync("/signin", "signin", ("Name", name), ("Password", password))).Status;

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, 5000)]
    private static partial Regex Form();

    [GeneratedRegex("""<input[^>]*type="hidden"[^>]*name="(?<name>[^"]*)"[^>]*value="(?<value>[^"]*)""" + "\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Hidden();
}
