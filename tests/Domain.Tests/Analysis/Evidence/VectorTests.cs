using System.Reflection;

namespace Sluice.Domain.Tests.Analysis.Evidence;

public sealed class VectorTests
{
    [Fact]
    public void Every_reference_value_is_a_case_of_some_test()
    {
        var read = typeof(VectorTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(test => test.GetCustomAttributes<MemberDataAttribute>().Select(data => test.DeclaringType!.GetProperty(data.MemberName)?.GetValue(null)))
            .OfType<TheoryData<string>>()
            .SelectMany(cases => cases.Select(row => row.Data))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal(Vectors.Ids.Order(StringComparer.Ordinal), Vectors.Ids.Where(read.Contains).Order(StringComparer.Ordinal));
    }
}
