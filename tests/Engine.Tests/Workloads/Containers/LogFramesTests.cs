using System.Text;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

public sealed class LogFramesTests
{
    [Fact]
    public void Frames_of_both_outputs_become_lines() =>
        Assert.Equal(["one", "two"], LogFrames.Read([.. Frame(1, "one\n"), .. Frame(2, "two\n")], 10));

    [Fact]
    public void A_line_in_two_frames_is_one_line() => Assert.Equal(["one two"], LogFrames.Read([.. Frame(1, "one "), .. Frame(1, "two\n")], 10));

    [Fact]
    public void Only_the_last_lines_are_given() => Assert.Equal(["b", "c"], LogFrames.Read(Frame(1, "a\nb\nc\n"), 2));

    [Fact]
    public void A_terminals_plain_text_is_read_too() => Assert.Equal(["plain"], LogFrames.Read("plain\r\n"u8, 10));

    [Fact]
    public void A_frame_that_is_cut_short_is_read_as_far_as_it_goes() => Assert.Equal(["on"], LogFrames.Read(Frame(1, "one\n").AsSpan(0, 10), 10));

    [Fact]
    public void Nothing_is_no_line() => Assert.Empty(LogFrames.Read([], 10));

    private static byte[] Frame(byte output, string text) => [output, 0, 0, 0, 0, 0, 0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
