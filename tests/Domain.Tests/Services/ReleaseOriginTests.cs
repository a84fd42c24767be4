using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Services;

public sealed class ReleaseOriginTests
{
    private static readonly ReleaseSpec s_program = new() { Command = ["./shop"] };

    [Fact]
    public void All_that_is_wrong_with_it_is_told_at_once()
    {
        var errors = ServiceRules.Check(s_program with { Origin = new("Ada\nLovelace", BuiltAt: null, "https://ada:secret@git.example/changes") }, "release.");
        Assert.Equal(["release.origin.author", "release.origin.changes"], errors.Select(error => error.Field));
        Assert.DoesNotContain(errors, error => error.Found.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("changes")]
    [InlineData("file:///etc/passwd")]
    public void A_list_of_changes_is_on_the_web(string address) =>
        Assert.Equal([new("origin.changes", address, "an address such as https://wiki.example/checkout, without name or password in it")], ServiceRules.Check(s_program with { Origin = new(Author: null, BuiltAt: null, address) }, ""));

    [Fact]
    public void One_of_them_is_enough_and_none_is_not()
    {
        Assert.Empty(ServiceRules.Check(s_program with { Origin = new(Author: null, DateTimeOffset.UnixEpoch, Changes: null) }, ""));
        Assert.Equal("origin.author", Assert.Single(ServiceRules.Check(s_program with { Origin = new(Author: null, BuiltAt: null, Changes: null) }, "")).Field);
    }

    [Fact]
    public void It_stands_in_the_comparison_of_two_releases()
    {
        var change = Assert.Single(ReleaseChanges.Between(s_program, s_program with { Origin = new("Ada", BuiltAt: null, Changes: null) }));
        Assert.Equal(new ReleaseChange("origin.author", Before: null, "Ada", IsConfiguration: false), change);
    }
}
