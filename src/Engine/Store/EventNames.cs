using System.Text;

namespace Sluice.Engine.Store;

/// <summary>The names under which kinds of events are stored: Marten's, so that a Marten application finds the types by itself.</summary>
public static class EventNames
{
    /// <summary>
    /// The alias of a type: its simple name split into words, in lower case, joined by underscores
    /// (<c>HTTPRequestReceived</c> is <c>http_request_received</c>). The rule is Marten's default naming style.
    /// </summary>
    public static string AliasOf(Type type)
    {
        if (type.IsGenericType)
        {
            throw new ArgumentException($"{type} is generic and has no plain stored name.", nameof(type));
        }

        var name = type.Name;
        var alias = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && StartsWord(name, i))
            {
                alias.Append('_');
            }

            alias.Append(char.ToLowerInvariant(name[i]));
        }

        return alias.ToString();
    }

    /// <summary>What Marten keeps beside the alias: full name and assembly, without a version.</summary>
    public static string DotNetTypeOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private static bool StartsWord(string name, int i) =>
        !char.IsLower(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
}
