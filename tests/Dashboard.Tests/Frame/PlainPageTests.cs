using System.Diagnostics;
using Bunit;
using Microsoft.AspNetCore.Http;
using Sluice.Dashboard.Shell;

namespace Sluice.Dashboard.Tests.Frame;

/// <summary>The pages that stand in for one that there is not, that may not be seen, or that failed.</summary>
public sealed class PlainPageTests : IDisposable
{
    private readonly ConsoleContext _console = new();
    private readonly DefaultHttpContext _http = new() { TraceIdentifier = "request-7" };

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData(StatusCodes.Status404NotFound, "Nothing here")]
    [InlineData(StatusCodes.Status403Forbidden, "You may not see this")]
    public void A_page_that_cannot_be_shown_says_why_and_leads_to_the_fleet(int status, string title)
    {
        _http.Response.StatusCode = status;
        var page = _console.Render<NotFoundPage>(parameters => parameters.AddCascadingValue<HttpContext>(_http));
        Assert.Equal(title, page.Find("h1").TextContent);
        Assert.NotEmpty(page.Find(".plain__lead").TextContent);
        Assert.Equal("/", page.Find("a.button").GetAttribute("href"));
    }

    [Fact]
    public void Within_a_circuit_there_is_no_request_and_the_page_is_not_there() => Assert.Equal("Nothing here", _console.Render<NotFoundPage>().Find("h1").TextContent);

    [Fact]
    public void A_page_that_failed_gives_the_id_under_which_the_log_has_it()
    {
        Activity.Current = null;
        var page = _console.Render<ErrorPage>(parameters => parameters.AddCascadingValue<HttpContext>(_http));
        Assert.Equal("This page could not be shown", page.Find("h1").TextContent);
        Assert.Equal("request-7", page.Find("code").TextContent);
        Assert.Contains("It cannot say whether a change was applied", page.Find(".plain__lead").TextContent, StringComparison.Ordinal);
    }
}
