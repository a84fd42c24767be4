using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Workloads.Processes;

public sealed class ProcessTableTests : IDisposable
{
    private readonly ProcessHost _host = new();

    public static TheoryData<string> Tables => ["proc", "ps"];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_process_is_found_by_number_session_and_environment(string kind)
    {
        var table = Of(kind);
        var instance = await _host.StartedAsync(Releases.Script(1, "sleep 600 & exec sleep 600"), InstanceState.Starting);
        await Eventually.True(() => table.InSession(instance.Pid!.Value).Count == 2, "both processes are there");

        var entry = table.Find(instance.Pid!.Value)!;

        Assert.Equal(instance.Pid, entry.Session);
        Assert.False(entry.Exited);
        Assert.Equal(entry, table.Find(entry.Pid));
        Assert.Contains(entry, table.InSession(entry.Pid));
        Assert.Equal(2, table.WithVariable("SLUICE_INSTANCE", instance.Id).Count);
        Assert.Empty(table.WithVariable("SLUICE_INSTANCE", instance.Id[..^1]));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_process_that_nobody_has_waited_for_has_exited(string kind)
    {
        // A parent that never waits: the shell becomes a program that does not know its child.
        await _host.StartedAsync(Releases.Script(1, "sh -c 'echo $$' & exec sleep 600"), InstanceState.Starting);
        var id = Path.GetFileName(Directory.GetDirectories(Path.GetDirectoryName(_host.FolderOf("x"))!)[0]);
        var lines = await Eventually.Get(() => _host.LinesAsync(id), l => l.Count == 1, "the child has told its number");
        var child = int.Parse(lines[0], System.Globalization.CultureInfo.InvariantCulture);

        await Eventually.True(() => Of(kind).Find(child) is { Exited: true }, "the child is a zombie");

        Assert.DoesNotContain(_host.Processes, p => p.Pid == child);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_number_that_no_process_has_is_not_found(string kind) => Assert.Null(Of(kind).Find(int.MaxValue));

    public void Dispose() => _host.Dispose();

    private static IProcessTable Of(string kind) => kind == "ps" ? new PsProcessTable() : new LinuxProcessTable();
}
