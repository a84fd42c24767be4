using System.Diagnostics;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>The process basics, under the names that Prometheus clients share.</summary>
internal static class ProcessMetrics
{
    public static void WriteTo(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime.ToUniversalTime(), TimeSpan.Zero);
        text.Single("process_cpu_seconds_total", "counter", "Processor time used.", process.TotalProcessorTime.TotalSeconds)
            .Single("process_resident_memory_bytes", "gauge", "Memory in use.", process.WorkingSet64)
            .Single("process_start_time_seconds", "gauge", "When the process started, in seconds since 1970.", started.ToUnixTimeMilliseconds() / 1000.0)
            .Single("process_threads", "gauge", "Threads.", process.Threads.Count)
            .Single("dotnet_gc_heap_bytes", "gauge", "Managed memory after the last collection.", GC.GetGCMemoryInfo().HeapSizeBytes)
            .Single("dotnet_gc_fragmented_bytes", "gauge", "Part of it that nothing stood in after the last collection.", GC.GetGCMemoryInfo().FragmentedBytes)
            .Single("dotnet_gc_committed_bytes", "gauge", "Memory that the collector held after the last collection.", GC.GetGCMemoryInfo().TotalCommittedBytes)
            .Single("dotnet_gc_allocated_bytes_total", "counter", "Managed memory allocated.", GC.GetTotalAllocatedBytes());
    }
}
