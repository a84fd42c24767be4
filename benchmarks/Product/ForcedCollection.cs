using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Benchmarks.Product;

/// <summary>
/// Makes another .NET process collect its garbage, so that what is measured after it is in use. Through the runtime's own diagnostic port: a trace session
/// that asks for heap collections begins with one (github.com/dotnet/diagnostics, documentation/design-docs/ipc-protocol.md).
/// </summary>
internal static class ForcedCollection
{
    private const ushort HeaderLength = 20;
    private const byte EventPipe = 0x02;
    private const byte StopTracing = 0x01;
    private const byte CollectTracing = 0x02;
    private const byte Server = 0xFF;
    private const byte Fine = 0x00;
    private const ulong CollectTheHeap = 0x800000;
    private const uint Informational = 4;
    private static readonly byte[] s_magic = [.. "DOTNET_IPC_V1"u8, 0];

    /// <summary>Returns after the collection.</summary>
    public static async Task RunAsync(int pid, CancellationToken ct)
    {
        // What has a finaliser goes with the second.
        await OnceAsync(pid, ct);
        await OnceAsync(pid, ct);
    }

    private static async Task OnceAsync(int pid, CancellationToken ct)
    {
        using var session = await ConnectAsync(pid, ct);
        await using var stream = new NetworkStream(session);
        var id = BinaryPrimitives.ReadUInt64LittleEndian(await AskAsync(stream, CollectTracing, Session(), ct));
        using (var second = await ConnectAsync(pid, ct))
        {
            await using var stop = new NetworkStream(second);
            var which = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(which, id);

            // It answers when the trace is written, and that blocks until somebody reads it.
            var reading = stream.CopyToAsync(Stream.Null, ct);
            await AskAsync(stop, StopTracing, which, ct);
            await reading;
        }
    }

    private static async Task<Socket> ConnectAsync(int pid, CancellationToken ct)
    {
        // Processes that were killed leave theirs behind, and numbers come again.
        var name = string.Create(CultureInfo.InvariantCulture, $"dotnet-diagnostic-{pid}-*-socket");
        var path = Directory.EnumerateFiles(Path.GetTempPath(), name).MaxBy(File.GetLastWriteTimeUtc) ?? throw new InvalidOperationException($"The process {pid} has no diagnostic port in {Path.GetTempPath()}.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), ct);
        return socket;
    }

    private static async Task<byte[]> AskAsync(NetworkStream stream, byte command, byte[] payload, CancellationToken ct)
    {
        var message = new byte[HeaderLength + payload.Length];
        s_magic.CopyTo(message, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (EventPipe, command);
        payload.CopyTo(message, HeaderLength);
        await stream.WriteAsync(message, ct);

        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, ct);
        var answer = new byte[BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(14)) - HeaderLength];
        await stream.ReadExactlyAsync(answer, ct);
        return header[16] == Server && header[17] == Fine ? answer : throw new InvalidOperationException($"The diagnostic port refused: {Convert.ToHexString(answer)}");
    }

    /// <summary>Buffer in MB, format, one provider: keywords, level, name, no filter.</summary>
    private static byte[] Session()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        writer.Write(16u);
        writer.Write(1u);
        writer.Write(1u);
        writer.Write(CollectTheHeap);
        writer.Write(Informational);
        const string Provider = "Microsoft-Windows-DotNETRuntime\0";
        writer.Write((uint)Provider.Length);
        writer.Write(Provider.ToCharArray());
        writer.Write(0u);
        writer.Flush();
        return bytes.ToArray();
    }
}
