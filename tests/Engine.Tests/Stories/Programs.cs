using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Where the build has put the programs of the product.</summary>
internal static class Programs
{
    private static readonly string s_product =
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "Product").Value!;

    public static string Dashboard { get; } = Path.Combine(s_product, "Sluice.Dashboard");

    public static string Gateway { get; } = Path.Combine(s_product, "gateway", "Sluice.Gateway");

    public static string Shop { get; } = Path.Combine(s_product, "demo", "shop", "Sluice.Shop");

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The living processes that were started with this argument.</summary>
    public static IEnumerable<int> WithArgument(string argument) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let pid = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
        where pid > 0 && ArgumentsOf(folder).Contains(argument, StringComparer.Ordinal)
        select pid;

    /// <summary>Kills until there is none left.</summary>
    public static void EndAll(Func<IEnumerable<int>> find)
    {
        while (find().ToList() is { Count: > 0 } left)
        {
            left.ForEach(Signals.KillNow);
        }
    }

    /// <param name="signal">Such as <c>STOP</c>, <c>CONT</c>, <c>KILL</c>.</param>
    public static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {pid}")]);
        await kill.WaitForExitAsync();
    }

    private static string[] ArgumentsOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return [];   // it ended meanwhile
        }
    }
}
