using System.Text;

namespace Sluice.Shop;

/// <summary>What a customer sees.</summary>
internal static class ShopEndpoints
{
    private static readonly TimeSpan s_statementTime = TimeSpan.FromSeconds(2);

    public static void MapShop(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", (ShopOptions options) => TypedResults.Content(Page(options.Version), "text/html", Encoding.UTF8));
        app.MapGet("/products", () => Catalogue.Products);
        app.MapGet("/products/{id:int}", IResult (int id) => Catalogue.Find(id) is { } product
            ? TypedResults.Ok(product)
            : TypedResults.Problem(title: "No such product", detail: $"There are products 1 to {Catalogue.Products.Count}, but not {id}.", statusCode: StatusCodes.Status404NotFound));
        app.MapGet("/cart", () => Catalogue.Cart);
        app.MapPost("/checkout", (TimeProvider time, FaultSwitch faults, OrderBook orders) =>
        {
            var failed = faults.Current.NextOrderFails(Random.Shared);
            orders.Add(faults.Current.NextPacking(Random.Shared), failed);
            return TypedResults.Ok(new Order(Guid.CreateVersion7(time.GetUtcNow()), Catalogue.Cart.Total, failed ? "the payment was refused" : null));
        });
        app.MapGet("/statement", async (TimeProvider time, CancellationToken ct) =>
        {
            // Worked out anew each time: what a deployment must let end.
            await Task.Delay(s_statementTime, time, ct);
            return TypedResults.Ok(Catalogue.Cart);
        });
        app.MapGet("/events", (TimeProvider time, IHostApplicationLifetime life, CancellationToken ct) =>
            TypedResults.ServerSentEvents(Sales.FollowAsync(time, life.ApplicationStopping, ct), eventType: "sale"));
        app.Map("/ws", EchoSocket.TalkAsync);
    }

    private static string Page(string version) => $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width">
          <title>Shop {{version}}</title>
          <style>body { font: 1rem/1.5 system-ui; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color-scheme: light dark; }</style>
        </head>
        <body>
          <h1>The lock keeper's shop</h1>
          <p>You are served by version <strong>{{version}}</strong>.</p>
          <ul>
            {{string.Join("\n    ", Catalogue.Products.Select(product => $"<li><a href=\"/products/{product.Id}\">{product.Name}</a>, € {product.Price}</li>"))}}
          </ul>
        </body>
        </html>
        """;

    private sealed record Order(Guid Id, decimal Total, string? Problem);
}
