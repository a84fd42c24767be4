using Sluice.Domain.Access;
using Sluice.Domain.Events;
using Sluice.Domain.PlanTemplates;

namespace Sluice.Domain.Tests.PlanTemplates;

/// <summary>Who may propose and who may decide.</summary>
public sealed class PlanRightTests
{
    private static readonly PlanKey s_careful = new("payments", "careful");
    private static readonly PlanBook s_book = PlanBook.Fold([new PlanEvent.PlanVersionProposed(s_careful, 1, "{}", null, null) { Origin = new Origin(default, Actor.Person("ann")) }]);

    [Theory]
    [InlineData("viewer", true, false, false)]
    [InlineData("contributor", true, false, false)]
    [InlineData("operator", true, true, false)]
    [InlineData("operator@shop", true, true, false)]
    [InlineData("operator", false, false, false)]
    [InlineData("approver", true, false, true)]
    [InlineData("approver", false, false, true)]
    [InlineData("approver@shop", true, false, true)]
    [InlineData("approver@shop", false, false, false)]
    [InlineData("administrator@shop", false, false, false)]
    [InlineData("administrator@shop", true, true, true)]
    [InlineData("administrator", false, true, true)]
    public void Members_who_may_deploy_propose_and_approvers_decide(string grant, bool member, bool proposes, bool decides)
    {
        Assert.Equal(proposes, May(new PlanCommand.Propose(s_careful, "{}", null), "ben", grant, member));
        foreach (var command in new PlanCommand[] { new PlanCommand.Approve(s_careful, 1), new PlanCommand.Reject(s_careful, 1), new PlanCommand.MakeDefault(s_careful), new PlanCommand.DropDefault(s_careful), new PlanCommand.Retire(s_careful) })
        {
            Assert.Equal(decides, May(command, "ben", grant, member));
        }
    }

    [Theory]
    [InlineData("ann", "operator", true)]
    [InlineData("ann", "viewer", false)]
    [InlineData("ben", "operator", false)]
    [InlineData("ben", "approver", false)]
    [InlineData("ben", "administrator", true)]
    public void Who_proposed_or_administers_withdraws(string by, string grant, bool may) =>
        Assert.Equal(may, May(new PlanCommand.Withdraw(s_careful, 1), by, grant, member: true));

    private static bool May(PlanCommand command, string by, string grant, bool member) =>
        PlanRights.May(command, s_book, Actor.Person(by), GrantText.ParseAll(grant, "grants").Grants, member ? ["payments"] : ["search"]);
}
