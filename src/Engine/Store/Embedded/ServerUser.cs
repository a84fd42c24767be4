namespace Sluice.Engine.Store.Embedded;

/// <summary>The user that the server runs as: us, or nobody when we are root, which PostgreSQL refuses.</summary>
internal static class ServerUser
{
    private const string Nobody = "65534";

    private static readonly string[] GiveUpRights = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--"];

    public static IReadOnlyList<string> Prefix => Environment.IsPrivilegedProcess ? GiveUpRights : [];

    public static async Task GiveAsync(string directory, CancellationToken ct)
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Command.RunAsync(["chown", "-R", $"{Nobody}:{Nobody}", directory], "/", ct);
        }
    }

    /// <summary>Without this check PostgreSQL fails later with a message about a missing library.</summary>
    /// <exception cref="EmbeddedPostgresException">The user cannot enter the folder. Names the ancestor that is closed.</exception>
    public static async Task RequireReachableAsync(string directory, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess || await CanEnterAsync(directory, ct))
        {
            return;
        }

        var closed = directory;
        while (Path.GetDirectoryName(closed) is { } parent && !await CanEnterAsync(parent, ct))
        {
            closed = parent;
        }

        throw new EmbeddedPostgresException(
            $"PostgreSQL does not run as root, so it runs as user {Nobody} (nobody), who cannot enter {closed}. "
            + $"Choose another Data:Directory, or allow it: chmod o+x {closed}");
    }

    private static async Task<bool> CanEnterAsync(string directory, CancellationToken ct) =>
        (await Command.RunAsync([.. GiveUpRights, "/bin/sh", "-c", "cd \"$1\"", "sh", directory], "/", ct)).Code == 0;
}
