namespace Sluice.Dashboard.Shell;

/// <summary>What does without the console what cannot wait for it. The browser puts in the server's address and what it shows.</summary>
internal static class ShellLines
{
    private const string Call = "curl -sS -H \"Authorization: Bearer $SLUICE_TOKEN\" -H \"Content-Type: application/json\"";

    public const string Abort = Call + " -d '{\"reason\": \"the console is out of reach\"}' '{0}/api/deployments/{1}/abort'";

    public const string List = Call + " '{0}/api/deployments?active=true'";
}
