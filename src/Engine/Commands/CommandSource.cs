namespace Sluice.Engine.Commands;

/// <summary>Where orders come in, as recorded.</summary>
public static class CommandSource
{
    public const string Ui = "ui";
    public const string Api = "api";
    public const string Cli = "cli";
    public const string Engine = "engine";
}
