using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Rolling;
using Sluice.Domain.Strategies;
using Sluice.Domain.Traffic;

namespace Sluice.Architecture.Tests;

/// <summary>Assemblies of other people were built against this. Members may be added; what is pinned is never changed or taken away.</summary>
public sealed class ContractTests
{
    private const string Pinned = "tests/Architecture.Tests/custom-strategy-contract.txt";

    private static readonly Type[] s_contract =
    [
        typeof(ICustomStrategy), typeof(Capability), typeof(DeploymentStrategy), typeof(StrategyContext), typeof(StrategyArguments),
        typeof(StrategyParameter), typeof(StrategyParameter.Number), typeof(StrategyParameter.Length), typeof(StrategyParameter.Flag), typeof(StrategyParameter.Choice),
        typeof(PlanRequest), typeof(PhaseRequest), typeof(PlanKind), typeof(PhaseGap), typeof(ApprovalRule), typeof(GateEnd),
        typeof(RollingRequest), typeof(UpdateOrder), typeof(Mirroring), typeof(UserRouting), typeof(Stickiness), typeof(UserMatch), typeof(UserKey),
    ];

    [Fact]
    public void What_custom_strategies_are_built_against_is_still_there()
    {
        var pinned = Product.Read(Pinned).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#'));
        var actual = s_contract.SelectMany(Members).ToList();
        Assert.Empty(pinned.Except(actual, StringComparer.Ordinal));
    }

    [Fact]
    public void A_custom_strategy_must_say_no_more_than_the_first_ones_had_to() =>
        Assert.Equal(
            ["Write", "get_BuildsOn", "get_Description", "get_Name", "get_Title"],
            typeof(ICustomStrategy).GetMethods().Where(method => method.IsAbstract).Select(method => method.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void The_product_does_not_know_the_sample() =>
        Assert.All(Product.All, assembly => Assert.DoesNotContain(assembly.GetReferencedAssemblies(), reference => reference.Name == "Sluice.Doubling"));

    private static IEnumerable<string> Members(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.IsEnum
            ? Enum.GetNames(type).Select(name => FormattableString.Invariant($"{type.Name}.{name} = {Convert.ToInt32(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"))
            : type.GetConstructors().Cast<MemberInfo>().Concat(type.GetProperties(All)).Concat(type.GetMethods(All).Where(method => !method.IsSpecialName))
                .Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member.Name is not ("ToString" or "Equals" or "GetHashCode" or "Deconstruct" or "<Clone>$"))
                .Select(member => $"{type.Name}: {member}");
    }
}
