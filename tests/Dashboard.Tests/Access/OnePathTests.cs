using System.Reflection;
using Sluice.Dashboard.Access;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>A page or endpoint that held the command bus itself would be a way round the roles.</summary>
public sealed class OnePathTests
{
    // The demonstration gives its own orders; its panel asks for the role.
    private static readonly string[] Allowed = [nameof(GuardedCommands), "DemoShop"];

    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Nobody_but_the_guard_holds_the_command_bus()
    {
        var holders = typeof(GuardedCommands).Assembly.GetTypes()
            .Where(type => type.GetConstructors(All).Cast<MethodBase>().Concat(type.GetMethods(All)).Any(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(ICommandBus)))
                || type.GetProperties(All).Any(property => property.PropertyType == typeof(ICommandBus))
                || type.GetFields(All).Any(field => field.FieldType == typeof(ICommandBus)))
            .Select(type => type.DeclaringType?.Name ?? type.Name)
            .Distinct(StringComparer.Ordinal);
        Assert.Equal(Allowed.Order(StringComparer.Ordinal), holders.Except(["<>c"], StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
