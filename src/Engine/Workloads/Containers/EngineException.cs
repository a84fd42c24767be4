using System.Net;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>The engine answered, and said no.</summary>
internal sealed class EngineException(HttpStatusCode status, string message) : Exception(message)
{
    // Podman says 500 where Docker says 400, 404 or 409, so its sentence decides.
    private static readonly string[] s_portTaken = ["address already in use", "port is already allocated"];
    private static readonly string[] s_nameTaken = ["already in use", "container already exists"];
    private static readonly string[] s_leaving = ["is already in progress"];
    private static readonly string[] s_cannotRun = ["no such file or directory", "executable file not found", "command that was not found", "permission denied", "no command or entrypoint", "no command specified", "unable to find user", "no matching entries in passwd"];

    public HttpStatusCode Status { get; } = status;

    /// <summary>It is gone, or somebody is removing it.</summary>
    public bool IsGone => Status == HttpStatusCode.NotFound || Says(s_leaving);

    public bool IsPortTaken => Says(s_portTaken);

    public bool IsNameTaken => !IsPortTaken && Says(s_nameTaken);

    /// <summary>Trying again cannot help: the image or the release is wrong.</summary>
    public bool IsForGood => !IsPortTaken && (Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound || Says(s_cannotRun));

    private bool Says(string[] words) => words.Any(word => Message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
