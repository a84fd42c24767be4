using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// The records of one place, in memory and on disk: one folder per instance with <c>instance.json</c> and its logs.
/// Only one control plane works on a data folder, so the disk is read once.
/// </summary>
internal sealed class PlaceInstances(string folder) : IDisposable
{
    private const int KeptFolders = 5;
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
        WriteIndented = true,
    };

    private readonly SemaphoreSlim _one = new(1);
    private readonly ConcurrentDictionary<string, InstanceRecord> _records = new(StringComparer.Ordinal);
    private bool _loaded;

    public IReadOnlyList<InstanceRecord> All => _records.Values.OrderBy(r => r.Release).ThenBy(r => r.Slot).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();

    /// <param name="root">Of all places of one runtime.</param>
    public static PlaceInstances In(string root, PlaceKey place) =>
        new(Path.Combine(root, PathName.Of(place.Tenant), PathName.Of(place.Service.Value), PathName.Of(place.Environment.Value)));

    /// <summary>Never the same twice, and safe as a name of a file.</summary>
    public static string NewId(PlaceKey place, int release, int slot) => string.Create(
        CultureInfo.InvariantCulture,
        $"{PathName.Of(place.Service.Value)}-{PathName.Of(place.Environment.Value)}-r{release}-{slot}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");

    public string FolderOf(string instance) => Path.Combine(folder, instance);

    public InstanceRecord? Find(string instance) => _records.GetValueOrDefault(instance);

    /// <summary>Runs alone in this place.</summary>
    /// <exception cref="RuntimeException">The folder cannot be read or written.</exception>
    public async Task<T> AloneAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (!_loaded)
            {
                Load();
                _loaded = true;
            }

            return await work();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new RuntimeException($"The instances' state in {folder} cannot be kept: {ex.Message}", isTransient: true, ex);
        }
        finally
        {
            _one.Release();
        }
    }

    public InstanceRecord Save(InstanceRecord record)
    {
        _records[record.Id] = record;
        var path = PathOf(record.Id);
        Directory.CreateDirectory(FolderOf(record.Id), OnlyOwner);
        using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, record, s_json);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        return record;
    }

    /// <summary>Forgets the instance. The logs of the last few are kept.</summary>
    public void Remove(string instance)
    {
        _records.TryRemove(instance, out _);
        if (!Directory.Exists(FolderOf(instance)))
        {
            return;
        }

        File.Delete(PathOf(instance));
        if (!Directory.EnumerateFileSystemEntries(FolderOf(instance)).Any())
        {
            Directory.Delete(FolderOf(instance));
        }

        var gone = new DirectoryInfo(folder).EnumerateDirectories().Where(d => !File.Exists(PathOf(d.Name)));
        foreach (var old in gone.OrderByDescending(d => d.LastWriteTimeUtc).Skip(KeptFolders).ToList())
        {
            old.Delete(recursive: true);
        }
    }

    public void Dispose() => _one.Dispose();

    private void Load()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateDirectories(folder).Select(d => PathOf(Path.GetFileName(d))).Where(File.Exists))
        {
            var record = Read(path);
            _records[record.Id] = record;
        }
    }

    // Not skipped when it cannot be read: its process would be doubled.
    private static InstanceRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<InstanceRecord>(File.ReadAllBytes(path), s_json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException ex)
        {
            throw new RuntimeException(
                $"{path} cannot be read: {ex.Message} End the process whose environment has {InstanceEnvironment.Marker}={Path.GetFileName(Path.GetDirectoryName(path))}, then delete the file.",
                isTransient: false,
                ex);
        }
    }

    private string PathOf(string instance) => Path.Combine(FolderOf(instance), "instance.json");
}
