using System.Globalization;
using System.Security.Cryptography;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads;

/// <summary>How runs of commands are written down: as instances are, in a folder of their own. The slot is the attempt.</summary>
internal static class HookRecords
{
    private const string Mark = "-hook-";
    private const string PreviewMark = "-preview-";

    /// <summary>The same for the same run. Attempts end in a dash, so that 1 is not the beginning of 10.</summary>
    private static string PrefixOf(HookRunId run) => string.Create(CultureInfo.InvariantCulture, $"{PathName.Of(run.Deployment.Value)}{(run.Stage == HookStage.Preview ? PreviewMark : Mark)}{run.Attempt}-");

    public static InstanceRecord New(HookRunId run, int release, DateTimeOffset now) =>
        new(PrefixOf(run) + RandomNumberGenerator.GetHexString(6, lowercase: true), release, run.Attempt, Port: 0, now);

    public static InstanceRecord? Of(PlaceInstances records, HookRunId run) => records.All.FirstOrDefault(record => IsOf(record, run));

    public static bool IsOf(InstanceRecord record, HookRunId? run) => run is not null && record.Id.StartsWith(PrefixOf(run), StringComparison.Ordinal);

    /// <summary>Also of a run whose record is gone: its folder is kept for a while.</summary>
    public static IReadOnlyList<string> Tail(PlaceInstances records, HookRunId run, int lines)
    {
        var folder = Path.GetDirectoryName(records.FolderOf("any"))!;
        var own = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, PrefixOf(run) + "*").FirstOrDefault() : null;
        return own is null ? [] : InstanceLog.Tail(own, lines);
    }
}
