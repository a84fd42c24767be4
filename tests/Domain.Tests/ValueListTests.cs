using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.Domain.Tests;

public sealed class ValueListTests
{
    private static readonly Arbitrary<string[]> s_texts = ArbMap.Default.ArbFor<NonNull<string>[]>().Convert(
        items => items.Select(i => i.Get).ToArray(), items => items.Select(NonNull<string>.NewNonNull).ToArray());

    [Fact]
    public void Lists_with_equal_items_are_equal() => Prop.ForAll(s_texts, items =>
    {
        var (one, other) = (items.ToValueList(), items.ToValueList());
        Assert.True(one.Equals(other));
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.False(one.Equals(one.Add("more")));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Records_that_hold_lists_keep_value_equality() => Assert.Equal(new Holder([1, 2]), new Holder([1, 2]));

    [Fact]
    public void The_order_of_items_counts() => Assert.NotEqual<ValueList<int>>([1, 2], [2, 1]);

    [Fact]
    public void A_list_never_changes()
    {
        int[] source = [1, 2, 3];
        var list = ValueList.Create<int>(source);
        source[0] = 9;
        Assert.Equal([9, 2, 3], list.SetItem(0, 9));
        Assert.Equal([1, 2, 3, 4], list.Add(4));
        Assert.Equal([1, 2, 3], list);
    }

    [Fact]
    public void Json_gives_the_list_back() => Prop.ForAll(s_texts, items =>
    {
        var list = items.Where(i => !i.Any(char.IsSurrogate)).ToValueList();
        Assert.Equal(list, JsonSerializer.Deserialize<ValueList<string>>(JsonSerializer.Serialize(list)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_given_is_null_and_not_an_empty_list() => Assert.Null(JsonSerializer.Deserialize<ValueList<int>>("null"));

    private sealed record Holder(ValueList<int> Numbers);
}
