using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Sluice.Engine.Workloads.Health;

/// <summary>
/// The call <c>Check</c> of <c>grpc.health.v1.Health</c>, as the gRPC health checking protocol has it: one message each way over HTTP/2. Both messages have a single
/// field, so they are written and read here by hand.
/// </summary>
internal static class GrpcHealth
{
    private const string Path = "/grpc.health.v1.Health/Check";
    private const int PrefixLength = 5;
    private const int MostBytes = 4096;
    private const byte ServiceField = 0x0A;
    private const byte StatusField = 0x08;
    private const int Serving = 1;
    private const string NotFound = "5";
    private const string Unimplemented = "12";

    private static readonly string[] s_statuses = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];

    public static HttpRequestMessage Request(Uri address, string service) => new(HttpMethod.Post, new Uri(address, Path))
    {
        // Without encryption there is nothing to negotiate by: both sides must know.
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Headers = { { "te", "trailers" } },
        Content = new ByteArrayContent(Message(service)) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
    };

    /// <returns>Null when it serves, else what it said.</returns>
    public static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return $"answered {(int)response.StatusCode}";
        }

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[MostBytes];
        var length = await body.ReadAtLeastAsync(bytes, MostBytes, throwOnEndOfStream: false, ct);

        // With an error and no message the status comes as a header.
        var code = Value(response.TrailingHeaders, "grpc-status") ?? Value(response.Headers, "grpc-status");
        return code switch
        {
            null or "0" => Status(bytes.AsSpan(0, length)) is var status and not Serving ? $"says {Name(status)}" : null,
            NotFound => "does not know this service",
            Unimplemented => "has no health service",
            _ => $"answered with the status {code}{(Value(response.TrailingHeaders, "grpc-message") is { Length: > 0 } why ? $": {Uri.UnescapeDataString(why)}" : "")}",
        };
    }

    /// <summary>Five bytes of gRPC (not compressed, the length, big end first), then the request: its only field is the service, left out when empty.</summary>
    internal static byte[] Message(string service)
    {
        var name = Encoding.UTF8.GetBytes(service);
        byte[] request = name.Length == 0 ? [] : [ServiceField, .. Varint(name.Length), .. name];
        var message = new byte[PrefixLength + request.Length];
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(1), (uint)request.Length);
        request.CopyTo(message, PrefixLength);
        return message;
    }

    /// <summary>The only field of the response; a status of zero is not written. Negative when it cannot be read.</summary>
    internal static int Status(ReadOnlySpan<byte> message)
    {
        if (message.Length < PrefixLength || message[0] != 0)
        {
            return -1;
        }

        var body = message[PrefixLength..];
        return body switch
        {
            [] => 0,
            [StatusField, < 0x80 and var status, ..] => status,
            _ => -1,
        };
    }

    private static byte[] Varint(int number) => number < 0x80 ? [(byte)number] : [(byte)(number | 0x80), (byte)(number >> 7)];

    private static string Name(int status) => status >= 0 && status < s_statuses.Length ? s_statuses[status] : "something that is not understood";

    private static string? Value(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
