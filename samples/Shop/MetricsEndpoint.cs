using System.Globalization;
using System.Text;

namespace Sluice.Shop;

/// <summary><c>GET /metrics</c>: the shop's business in Prometheus text: orders, how long they took to pack, and how many wait.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", IResult (OrderBook orders, FaultSwitch faults) => faults.Current.HideMetrics
            ? TypedResults.Problem(title: "No metrics", detail: "This shop was told to hide them.", statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Content(Text(orders.Counts(), faults.Current), "text/plain; version=0.0.4", Encoding.UTF8));

    private static string Text(OrderCounts orders, Faults faults)
    {
        var text = new StringBuilder();
        text.Append("# HELP shop_orders_total Orders that came in.\n# TYPE shop_orders_total counter\n");
        text.Append(CultureInfo.InvariantCulture, $"shop_orders_total {orders.All}\n");
        text.Append("# HELP shop_orders_failed_total Orders that came to nothing.\n# TYPE shop_orders_failed_total counter\n");
        text.Append(CultureInfo.InvariantCulture, $"shop_orders_failed_total{{reason=\"payment\"}} {orders.Failed}\n");
        text.Append("# HELP shop_packing_seconds Time to pack an order.\n# TYPE shop_packing_seconds histogram\n");
        var below = 0L;
        for (var i = 0; i < orders.ByTime.Count; i++)
        {
            below += orders.ByTime[i];
            var bound = i < OrderBook.Bounds.Count ? OrderBook.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"shop_packing_seconds_bucket{{le=\"{bound}\"}} {below}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"shop_packing_seconds_sum {orders.Seconds}\nshop_packing_seconds_count {orders.All}\n");
        text.Append("# HELP shop_packing_queue Orders that wait to be packed.\n# TYPE shop_packing_queue gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"shop_packing_queue {Math.Max(0, faults.QueueLength + Random.Shared.Next(-1, 2))}\n");
        return text.ToString();
    }
}
