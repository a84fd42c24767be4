using Sluice.Domain.Services;

namespace Sluice.Domain.Compose;

/// <summary>The variables of a service. Their values may be secrets and stand in no sentence.</summary>
internal static class EnvironmentReader
{
    public static ValueList<EnvironmentVariable> Read(ComposeMap service, IReadOnlyDictionary<string, string> given, IEnumerable<string> names)
    {
        var variables = new List<EnvironmentVariable>();
        var others = names.ToList();
        foreach (var (pair, path, at) in ComposePairs.Read(service, "environment"))
        {
            if (pair.Name.Length == 0 || pair.Name.Contains('\0', StringComparison.Ordinal))
            {
                service.Report.Refuse(path, at, "A variable has no name. Write NAME=value.");
            }
            else if ((pair.Value ?? given.GetValueOrDefault(pair.Name)) is { } value)
            {
                variables.Add(new(pair.Name, value));
                if (others.Find(name => Names(value, name)) is { } other)
                {
                    service.Report.Warn(path, at, $"{pair.Name} seems to name the service {other} as a host. Services do not find each other by name here: write the gateway's address of {other}, or an address that containers reach.");
                }
            }
            else
            {
                service.Report.Warn(path, at, $"{pair.Name} has no value and none was given along: it is left out.");
            }
        }

        return variables.ToValueList();
    }

    /// <summary>Whether it stands where an address has its host: <c>//db:5432</c>, <c>user@db/</c>, <c>db:5432</c>.</summary>
    private static bool Names(string value, string service)
    {
        for (var at = value.IndexOf(service, StringComparison.Ordinal); at >= 0; at = value.IndexOf(service, at + 1, StringComparison.Ordinal))
        {
            var end = at + service.Length;
            var isHost = at == 0 || value[at - 1] is '@' || (at > 1 && value[at - 1] == '/' && value[at - 2] == '/');
            var isEnd = end == value.Length ? at > 0 : value[end] is '/' or '?' || (value[end] == ':' && end + 1 < value.Length && char.IsAsciiDigit(value[end + 1]));
            if (isHost && isEnd)
            {
                return true;
            }
        }

        return false;
    }
}
