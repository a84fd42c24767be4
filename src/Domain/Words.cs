using System.Text;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain;

/// <summary>Wire names: lower snake case.</summary>
public static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => Snake(value.ToString());

    public static string Status(DeploymentStatus status) => status switch
    {
        Pending => "pending",
        Running => "running",
        Paused => "paused",
        Promoting => "promoting",
        RollingBack => "rolling_back",
        Ended e => Of(e.Outcome),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "An unknown status."),
    };

    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
