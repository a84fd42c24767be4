using System.Globalization;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api.Problems;

/// <summary>Turns what an endpoint cannot answer itself into problem documents: wrong input, a store that is down, an event nobody knows.</summary>
internal sealed class ProblemFilter : IEndpointFilter
{
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ProblemException ex)
        {
            return ex.Problem.ToResult();
        }
        catch (StoreUnavailableException)
        {
            context.HttpContext.Response.Headers.RetryAfter = s_retryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return Problem.Unavailable(HttpMethods.IsPost(context.HttpContext.Request.Method)
                ? "Nothing is known to be applied. Traffic stays as it is. Send the same again with the same command_id: it is applied once."
                : "Traffic stays as it is. Ask again shortly.").ToResult();
        }
        catch (UnknownEventException ex)
        {
            return Problem.Conflict(
                "unknown_event",
                "The history holds an event that this version does not know",
                $"Event {ex.Version} is of the unknown kind '{ex.Type}': commands are stopped here. The events can still be read raw.").ToResult();
        }
        catch (BadHttpRequestException ex)
        {
            return (Problem.Malformed(ex.Message) with { Status = ex.StatusCode }).ToResult();
        }
    }
}
