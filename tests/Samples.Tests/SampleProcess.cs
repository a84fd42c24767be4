using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Sluice.Samples.Tests;

/// <summary>One of the sample programs, running; killed at the end if it still does.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _all = new();
    private readonly Task _reading;

    private SampleProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError))
            .ContinueWith(_ => _lines.Writer.Complete(), TaskScheduler.Default);
    }

    public string Output => string.Join('\n', _all);

    public static SampleProcess Start(string name, params string[] args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name), args)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>Starts a shop on a free port and waits until it listens.</summary>
    public static async Task<(SampleProcess Process, HttpClient Http)> StartShopAsync(params string[] args)
    {
        var shop = Start("Sluice.Shop", ["--urls", "http://127.0.0.1:0", .. args]);
        var line = await shop.LineWithAsync("listens on ");
        var address = line[(line.IndexOf("listens on ", StringComparison.Ordinal) + "listens on ".Length)..];
        return (shop, new HttpClient { BaseAddress = new Uri(address), Timeout = Patience });
    }

    public async Task<string> LineWithAsync(string text)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(late.Token))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException ex) when (late.IsCancellationRequested)
        {
            throw new TimeoutException($"No line with '{text}' within {Patience}. Lines so far:\n{Output}", ex);
        }

        throw new InvalidOperationException($"The process ended without a line with '{text}'. Its lines:\n{Output}");
    }

    public void Terminate() => Process.Start("kill", ["-TERM", $"{_process.Id}"]).Dispose();

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Patience);
        await _reading.WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _reading.WaitAsync(Patience);
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _all.Enqueue(line);
            await _lines.Writer.WriteAsync(line);
        }
    }
}
