using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class InstanceLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-log-").FullName;

    private string Current => Path.Combine(_folder, InstanceLog.Current);

    [Fact]
    public void The_last_lines_come_oldest_first_without_colours()
    {
        File.WriteAllText(Current, "one\n\u001b[31mtwo\u001b[0m\r\n\tthree\u0007");

        Assert.Equal(["two", "\tthree"], InstanceLog.Tail(_folder, 2));
        Assert.Equal(3, InstanceLog.Tail(_folder, 10).Count);
    }

    [Fact]
    public void A_line_without_end_is_cut() => Assert.Equal(2_001, TailOf(new string('x', 1 << 20))[^1].Length);

    [Fact]
    public void Nothing_written_has_no_lines()
    {
        Assert.Empty(InstanceLog.Tail(_folder, 10));
        Assert.Empty(TailOf(string.Empty));
    }

    [Fact]
    public void A_log_that_grew_too_large_is_emptied_under_its_writer_and_its_end_is_kept()
    {
        using var writer = new StreamWriter(new FileStream(Current, FileMode.Append, FileAccess.Write, FileShare.ReadWrite));
        for (var i = 0; i * 10 <= InstanceLog.MostBytes; i++)
        {
            writer.Write($"line {i:0000}\n"[..10]);
        }

        writer.Write("\nlast before\n");
        writer.Flush();

        InstanceLog.Bound(_folder);

        Assert.Equal(0, new FileInfo(Current).Length);
        Assert.Equal(InstanceLog.KeptBytes, new FileInfo(Path.Combine(_folder, InstanceLog.Older)).Length);
        File.AppendAllText(Current, "first after\n");
        Assert.Equal(["last before", "first after"], InstanceLog.Tail(_folder, 2));
    }

    [Fact]
    public void A_log_of_usual_size_is_left_alone()
    {
        File.WriteAllText(Current, "one\n");

        InstanceLog.Bound(_folder);

        Assert.Equal(["one"], InstanceLog.Tail(_folder, 1));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private IReadOnlyList<string> TailOf(string text)
    {
        File.WriteAllText(Current, text);
        return InstanceLog.Tail(_folder, 10);
    }
}
