using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Access;

public sealed class PermissionsTests
{
    private static readonly AccessPlace Production = new(ServiceName.From("shop"), EnvironmentName.From("production"));
    private static readonly AccessPlace Staging = new(ServiceName.From("shop"), EnvironmentName.From("staging"));
    private static readonly AccessPlace Elsewhere = new(ServiceName.From("payments"), EnvironmentName.From("production"));
    private static readonly AccessPlace Shop = new(ServiceName.From("shop"));

    [Theory]
    [InlineData(Role.Viewer, "View")]
    [InlineData(Role.Contributor, "View, Note")]
    [InlineData(Role.Operator, "View, Note, Operate")]
    [InlineData(Role.Approver, "View, Note, Approve")]
    [InlineData(Role.Auditor, "View, Audit")]
    [InlineData(Role.Administrator, "View, Note, Operate, Approve, Audit, Administer")]
    public void Each_role_has_its_rights_and_no_other(Role role, string rights) =>
        Assert.Equal(rights, string.Join(", ", Enum.GetValues<Right>().Where(right => Permissions.Allows([new RoleGrant(role)], right, Production))));

    [Fact]
    public void Nobody_has_a_right_without_a_role() =>
        Assert.DoesNotContain(Enum.GetValues<Right>(), right => Permissions.Allows([], right, Production) || Permissions.AllowsSomewhere([], right));

    [Theory]
    [InlineData("administrator, operator@shop", Right.Operate, Role.Operator)]
    [InlineData("administrator, operator@payments", Right.Operate, Role.Administrator)]
    [InlineData("approver, contributor, operator", Right.Note, Role.Contributor)]
    [InlineData("viewer", Right.Operate, null)]
    public void An_act_rests_on_the_least_role_held_there_that_allows_it(string grants, Right right, Role? role) =>
        Assert.Equal(role, Permissions.RoleUsed(GrantText.ParseAll(grants, "grants").Grants, right, Production));

    [Theory]
    [InlineData("operator", true, true, true, true, true)]
    [InlineData("operator@shop", true, true, false, true, false)]
    [InlineData("operator@shop/production", true, false, false, false, false)]
    [InlineData("operator@*/production", true, false, true, false, false)]
    public void A_limit_holds_where_it_says(string grant, bool production, bool staging, bool elsewhere, bool shop, bool tenant)
    {
        var grants = GrantText.ParseAll(grant, "grants").Grants;
        Assert.Equal(
            [production, staging, elsewhere, shop, tenant],
            new AccessPlace?[] { Production, Staging, Elsewhere, Shop, null }.Select(place => Permissions.Allows(grants, Right.Operate, place)));
        Assert.True(Permissions.Allows(grants, Right.View, place: null));
    }

    [Fact]
    public void Somewhere_in_a_service_is_enough_where_the_place_is_not_known_yet()
    {
        var grants = GrantText.ParseAll("operator@shop/staging", "grants").Grants;
        Assert.True(Permissions.AllowsSomewhere(grants, Right.Operate));
        Assert.True(Permissions.AllowsSomewhere(grants, Right.Operate, ServiceName.From("shop")));
        Assert.False(Permissions.AllowsSomewhere(grants, Right.Operate, ServiceName.From("payments")));
    }

    [Fact]
    public void A_legal_action_is_shown_with_the_role_that_is_missing()
    {
        var action = new AllowedAction(DeploymentAction.Promote, 1, ReasonIfNot: null);
        Assert.Equal("It needs the operator role here.", Permissions.Limit(action, [new RoleGrant(Role.Viewer)], Production).ReasonIfNot);
        Assert.Null(Permissions.Limit(action, [new RoleGrant(Role.Operator)], Production).ReasonIfNot);
        var illegal = action with { ReasonIfNot = "It has ended." };
        Assert.Equal("It has ended.", Permissions.Limit(illegal, [], Production).ReasonIfNot);
    }

    [Theory]
    [InlineData("operator@shop", "administrator", "operator@shop")]
    [InlineData("administrator", "operator@shop", "operator@shop")]
    [InlineData("operator", "approver", "contributor")]
    [InlineData("operator@shop", "operator@payments", "viewer")]
    [InlineData("operator@shop", "operator@*/staging", "operator@shop/staging")]
    [InlineData("administrator", "", "")]
    [InlineData("auditor", "operator", "viewer")]
    public void What_two_lists_both_allow_is_never_more_than_either(string one, string other, string both)
    {
        var (first, second) = (GrantText.ParseAll(one, "a").Grants, GrantText.ParseAll(other, "b").Grants);
        Assert.Equal(both, string.Join(' ', GrantMeet.Of(first, second)));
        Assert.Equal(both, string.Join(' ', GrantMeet.Of(second, first)));
    }
}
