using System.Text.RegularExpressions;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>What addresses look like in text that people and programs write.</summary>
internal static partial class AddressPatterns
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <summary>The hosts of an address with a scheme; several, with commas between them.</summary>
    private const string Authority = @"(?<before>\b[a-z][a-z0-9+.-]*://([^\s/@?#""']*@)?)(?<hosts>[^\s/?#""'<>()@;|\\`*]+)";
    private const string Mail = @"(?<!//)(?<![\w.%+-])(?<address>[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(\.[a-z0-9-]+)+)";

    /// <summary>What words of commands and connection strings say is a host. A switch is none.</summary>
    private const string Named =
        @"(?<before>(host(name)?s?|server|addr(ess)?|upstream|endpoint|brokers?|bootstrap[.-]servers|peers?|data source)\s*=\s*[""']?)(?!(true|false|yes|no|on|off)\b)(?<hosts>(?>[\w.,:\[\]-]+))(?!//|@)";

    /// <summary>A name with a port, or with a path as file servers have it; its last part is no number, as in a span of time.</summary>
    private const string WithPort = @"(?<![\w.@/\\-])(?<address>([\w-]+\.)+[a-z][\w-]*)(?=:(\d|/(?!/)))";

    /// <summary>Names that are recognised by how they end. Others are known by where they stand.</summary>
    private const string Domain =
        @"(?<![\w.@-])(?<address>([\w-]+\.)+(internal|local|localdomain|corp|lan|intranet|private|home|consul|svc|arpa|com|org|edu|gov|io|dev|cloud|example))(?![\w-]|\.\w)";
    private const string Bracketed = @"(?<address>\[[0-9a-f]*:[0-9a-f:.]+(%\w+)?\])";
    private const string Six = @"(?<![\w:.-])(?<six>[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,8}(\.\d{1,3}){0,3}(%\w+)?)(?!\w)";
    private const string Quad = @"(?<![\w.])(?<quad>\d{1,3}(\.\d{1,3}){3})(?!\w|\.\d)";

    [GeneratedRegex($"{Authority}|{Mail}|{Named}|{WithPort}|{Domain}|{Bracketed}|{Six}|{Quad}", Options, 1000)]
    public static partial Regex Any();

    /// <summary>An address and nothing else, with or without a port.</summary>
    [GeneratedRegex(@"^((?<address>\[[^\[\]\s]+\]|[^:\s/,@\[\]]+)(?<rest>:(\d{1,5}|\{\w+\})?)?|(?<address>[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*(%\w+)?))\z", Options, 1000)]
    public static partial Regex WholeForm();

    /// <summary>Whose files are mounted, where it is another machine: <c>nas1:/exports</c>, <c>//nas1/exports</c>.</summary>
    [GeneratedRegex(@"^((?<before>//|\\\\)(?<address>[^/\\\s]+)|(?<before>)(?<address>[^/\\:\s]{2,})(?=:/(?!/)))", Options, 1000)]
    public static partial Regex MountSource();

    [GeneratedRegex(@"[\p{L}\p{N}]+", Options, 1000)]
    public static partial Regex Word();
}
