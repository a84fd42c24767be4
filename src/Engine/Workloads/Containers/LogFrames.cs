using System.Buffers.Binary;
using System.Text;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>
/// Reads the answer of <c>GET /containers/{id}/logs</c>: frames of a header of eight bytes (the output's number, three zeros, the length, big end first) and
/// as many bytes as it says. A container with a terminal sends plain text, which begins with no such header.
/// </summary>
internal static class LogFrames
{
    private const int HeaderLength = 8;

    public static IReadOnlyList<string> Read(ReadOnlySpan<byte> answer, int most)
    {
        var bytes = new List<byte>(answer.Length);
        while (answer.Length > 0)
        {
            if (!IsHeader(answer))
            {
                bytes.AddRange(answer);
                break;
            }

            var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(answer[4..]), (uint)(answer.Length - HeaderLength));
            bytes.AddRange(answer.Slice(HeaderLength, length));
            answer = answer[(HeaderLength + length)..];
        }

        var lines = Encoding.UTF8.GetString([.. bytes]).Split('\n').Select(InstanceLog.Clean).ToList();
        if (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines.Count > most ? lines[^most..] : lines;
    }

    private static bool IsHeader(ReadOnlySpan<byte> answer) => answer.Length >= HeaderLength && answer[0] <= 2 && answer[1] == 0 && answer[2] == 0 && answer[3] == 0;
}
