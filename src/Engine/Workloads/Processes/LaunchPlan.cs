using Sluice.Domain.Hooks;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Everything needed to start one process, worked out and checked before anything is touched.</summary>
/// <param name="Command">The program as an absolute path, then its arguments.</param>
internal sealed record LaunchPlan(IReadOnlyList<string> Command, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment)
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="RuntimeException">The release has no command, or its program or the working directory does not exist.</exception>
    public static LaunchPlan Create(PlaceKey place, EnvironmentSpec environment, Release release, InstanceRecord record, string dataDirectory)
    {
        if (release.Spec.Command is not { Count: > 0 } command)
        {
            throw new RuntimeException($"Release {release.Number} of {place} has no command to run.", isTransient: false);
        }

        var directory = DirectoryOf(place, environment, dataDirectory);
        var variables = InstanceEnvironment.For(place, release, record);
        var words = command.Select(word => InstanceEnvironment.WithPort(word, record.Port)).ToList();
        words[0] = FindProgram(words[0], directory, variables.GetValueOrDefault("PATH") ?? string.Empty, $"release {release.Number} of {place}");
        return new(words, directory, variables);
    }

    /// <summary>A command of a deployment of the release, where its instances run.</summary>
    /// <exception cref="RuntimeException">Its program or the working directory does not exist.</exception>
    public static LaunchPlan ForHook(PlaceKey place, EnvironmentSpec environment, Release release, HookOrder order, IReadOnlyDictionary<string, string> variables, string dataDirectory)
    {
        var (directory, command) = (DirectoryOf(place, environment, dataDirectory), order.Command.Command);
        return new([FindProgram(command[0], directory, variables.GetValueOrDefault("PATH") ?? string.Empty, $"the {order.Run.Stage.Name()} of release {release.Number} of {place}"), .. command.Skip(1)], directory, variables);
    }

    private static string DirectoryOf(PlaceKey place, EnvironmentSpec environment, string dataDirectory)
    {
        var directory = Path.GetFullPath(environment.Runtime.WorkingDirectory ?? dataDirectory, dataDirectory);
        if (environment.Runtime.WorkingDirectory is null)
        {
            Directory.CreateDirectory(directory);
        }

        return Directory.Exists(directory) ? directory : throw new RuntimeException(
            $"The working directory {directory} of {place} does not exist. Make it, or name another one in the runtime of environment {environment.Name}.",
            isTransient: false);
    }

    /// <exception cref="RuntimeException">There is none that can be run.</exception>
    internal static string FindProgram(string program, string directory, string path, string whose)
    {
        string[] candidates = program.Contains('/')
            ? [Path.GetFullPath(program, directory)]
            : [.. path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(Path.GetFullPath(folder, directory), program))];
        if (candidates.FirstOrDefault(IsProgram) is { } found)
        {
            return found;
        }

        throw new RuntimeException(
            candidates.FirstOrDefault(File.Exists) is { } there
                ? $"The program '{program}' of {whose} cannot be run: {there} is not executable."
                : $"The program '{program}' of {whose} was not found. Looked for {(program.Contains('/') ? candidates[0] : $"it in PATH: {path}")}.",
            isTransient: false);
    }

    private static bool IsProgram(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;
}
