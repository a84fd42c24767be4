using Sluice.Domain.Access;

namespace Sluice.Domain.Tests.Access;

public sealed class AccountRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void All_mistakes_come_together()
    {
        var errors = AccountRules.Check(AccountName.From("Ada L"), "line\nbreak", ["payments leads"], []);
        Assert.Equal(["name", "display_name", "groups"], errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("ada", true)]
    [InlineData("ada.l+1@example.org", true)]
    [InlineData("", false)]
    [InlineData(".ada", false)]
    [InlineData("token:pipeline", false)]
    [InlineData("adä", false)]
    [InlineData("engine", false)]
    [InlineData("engineer", true)]
    public void Names_can_be_typed_and_recorded(string name, bool isValid) => Assert.Equal(isValid, AccountName.From(name).IsValid());

    [Fact]
    public void A_name_is_at_most_80_long() => Assert.False(AccountName.From(new string('a', 81)).IsValid());

    [Theory]
    [InlineData("short", 1)]
    [InlineData("correct horse battery", 0)]
    [InlineData("i am amanda really", 1)]
    public void A_password_is_long_and_holds_no_name(string password, int mistakes)
    {
        var errors = AccountRules.CheckPassword(password, AccountName.From("amanda"));
        Assert.Equal(mistakes, errors.Count);
        Assert.DoesNotContain(errors, error => error.Found.Contains(password, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(10, 32)]
    [InlineData(11, 60)]
    [InlineData(int.MaxValue, 60)]
    public void An_account_is_locked_for_longer_with_every_wrong_password(int failures, int minutes) =>
        Assert.Equal(minutes == 0 ? null : Noon.AddMinutes(minutes), Lockout.Until(failures, Noon));

    [Theory]
    [InlineData("boss")]
    [InlineData("operator@*")]
    [InlineData("operator@shop/production/x")]
    [InlineData("operator@Shop")]
    [InlineData("viewer@shop")]
    [InlineData("auditor@shop")]
    [InlineData("Operator")]
    public void What_is_no_grant_is_named(string text)
    {
        var (grants, errors) = GrantText.ParseAll($"viewer, {text}", "grants");
        Assert.Equal("viewer", Assert.Single(grants).ToString());
        Assert.Equal(text, Assert.Single(errors).Found);
    }
}
