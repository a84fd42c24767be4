using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Health;

/// <summary>Runs a command beside a process, with that process's environment, and ends it with everything that it started when its time is over.</summary>
internal static class ProbeProcess
{
    private const int LongestLine = 1000;

    /// <exception cref="OperationCanceledException">Its time was over; it was ended.</exception>
    public static async Task<CommandEnd> RunAsync(IReadOnlyList<string> command, string directory, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var said = await Task.WhenAll(LastLineAsync(process.StandardOutput, ct), LastLineAsync(process.StandardError, ct));
                await process.WaitForExitAsync(ct);
                return new(process.ExitCode, said[1] ?? said[0]);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Exception ex) when (ex is Win32Exception or DirectoryNotFoundException)
        {
            return new(Code: null, ex.Message);
        }
    }

    /// <summary>However much it writes, no more than one line's beginning is kept.</summary>
    private static async Task<string?> LastLineAsync(StreamReader reader, CancellationToken ct)
    {
        var (buffer, line) = (new char[4096], new StringBuilder());
        string? last = null;
        while (await reader.ReadAsync(buffer, ct) is var read and > 0)
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                if (letter == '\n')
                {
                    last = line.Length > 0 ? line.ToString() : last;
                    line.Clear();
                }
                else if (line.Length < LongestLine)
                {
                    line.Append(letter);
                }
            }
        }

        last = line.Length > 0 ? line.ToString() : last;
        return last is null ? null : InstanceLog.Clean(last);
    }
}
