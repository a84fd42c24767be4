using Microsoft.AspNetCore.Diagnostics;

namespace Sluice.Dashboard.Http;

/// <summary>Logs a bug once, with the id that its reader sees. Programs get a problem document, people the error page; nobody a stack trace.</summary>
internal sealed partial class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // By now the request has been turned towards the error page.
        var path = new PathString(httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path);
        var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
        if (status >= StatusCodes.Status500InternalServerError)
        {
            Log.Unhandled(logger, FaultId.Of(httpContext), httpContext.Request.Method, path, exception);
        }

        if (!HttpDefaults.IsForPrograms(path))
        {
            return false;
        }

        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = status < StatusCodes.Status500InternalServerError ? exception.Message : null },
        });
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Error, "{Id}: {Method} {Path} failed")]
        public static partial void Unhandled(ILogger logger, string id, string method, PathString path, Exception exception);
    }
}
