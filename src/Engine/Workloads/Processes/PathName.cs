using System.Globalization;
using System.Text;
using Sluice.Domain;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Turns names into folder names: one to one, also where the file system does not tell upper from lower case.</summary>
internal static class PathName
{
    public static string Of(TenantId tenant) => tenant == TenantId.Default ? "_default" : Of(tenant.Value);

    /// <summary>Letters a–z, digits and hyphens stay; every other byte becomes <c>_xx</c>.</summary>
    public static string Of(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            _ = IsPlain((char)b) ? safe.Append((char)b) : safe.Append(CultureInfo.InvariantCulture, $"_{b:x2}");
        }

        return safe.ToString();
    }

    public static bool IsSafe(string name) => name.Length > 0 && name.All(c => c == '_' || IsPlain(c));

    private static bool IsPlain(char c) => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-';
}
