using Microsoft.AspNetCore.Http.Features;

namespace Sluice.Gateway.Forwarding;

/// <summary>Bounds bodies whose length is not said beforehand.</summary>
internal static class BodyLimit
{
    public static void Set(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = bytes;
        }
    }
}
