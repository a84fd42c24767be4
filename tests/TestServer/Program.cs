using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

// A service for tests: TestServer PORT [FILE]. Listens once FILE exists, at once without one.
//   /health   200          /environment   the variables it was started with
//   /broken   500          /exit?CODE     ends with the code
if (args.Length > 1)
{
    while (!File.Exists(args[1]))
    {
        await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
    }
}

using var listener = new TcpListener(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture));
try
{
    listener.Start();
}
catch (SocketException ex)
{
    Console.Error.WriteLine($"Port {args[0]}: {ex.Message}");
    return 98;
}

Console.WriteLine($"listens on {args[0]}");
while (true)
{
    using var client = await listener.AcceptTcpClientAsync();
    using var stream = client.GetStream();
    using var reader = new StreamReader(stream);
    if (await reader.ReadLineAsync() is not { } request)
    {
        continue;   // a bare connection
    }

    while (await reader.ReadLineAsync() is { Length: > 0 })
    {
        // headers
    }

    var target = request.Split(' ')[1];
    if (target.StartsWith("/exit?", StringComparison.Ordinal))
    {
        Console.Error.WriteLine("told to exit");
        return int.Parse(target["/exit?".Length..], CultureInfo.InvariantCulture);
    }

    var (status, body) = target switch
    {
        "/health" => (200, "healthy"),
        "/environment" => (200, string.Join('\n', Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(v => $"{v.Key}={v.Value}"))),
        _ => (500, "broken"),
    };
    var bytes = Encoding.UTF8.GetBytes(body);
    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} X\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"));
    await stream.WriteAsync(bytes);
}
